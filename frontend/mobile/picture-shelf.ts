/**
 * Thumbnails kept by the browser's own cache, one for each person.
 */
import type { PictureShelf } from "./ports";

const ADDRESS = "/app/thumbnails/";

export function cacheShelf(person: string): PictureShelf {
  const cache = () => caches.open(`satchel-thumbnails:${person}`);
  return {
    async get(blob) {
      const found = await (await cache()).match(ADDRESS + blob);
      return found ? found.blob() : null;
    },
    async put(blob, picture) {
      await (await cache()).put(ADDRESS + blob, new Response(picture));
    },
    async remove(blob) {
      await (await cache()).delete(ADDRESS + blob);
    },
    async list() {
      const kept = await (await cache()).keys();
      return kept.map(({ url }) => new URL(url).pathname.slice(ADDRESS.length));
    },
  };
}
