/**
 * Pictures and files kept by the browser's own cache, one for each person.
 */
import type { PictureShelf, PictureSize, Shelved } from "./ports";

const ADDRESSES: Readonly<Record<PictureSize, string>> = {
  thumbnail: "/app/thumbnails/",
  original: "/app/originals/",
};

export function cacheShelf(person: string): PictureShelf {
  const cache = () => caches.open(`satchel-thumbnails:${person}`);
  return {
    async get(one) {
      const found = await (await cache()).match(addressOf(one));
      return found ? found.blob() : null;
    },
    async put(one, picture) {
      await (await cache()).put(addressOf(one), new Response(picture));
    },
    async remove(one) {
      await (await cache()).delete(addressOf(one));
    },
    async list() {
      const kept = await (await cache()).keys();
      return kept.flatMap(({ url }) => shelvedAt(new URL(url).pathname));
    },
  };
}

function addressOf({ blob, size }: Shelved): string {
  return ADDRESSES[size] + blob;
}

function shelvedAt(path: string): Shelved[] {
  const sizes = Object.keys(ADDRESSES) as PictureSize[];
  const size = sizes.find((one) => path.startsWith(ADDRESSES[one]));
  return size ? [{ size, blob: path.slice(ADDRESSES[size].length) }] : [];
}
