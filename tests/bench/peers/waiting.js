/** Waiting in a peer's page for something that tells of nothing. */
export const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Resolve once `holds` does; asked every two milliseconds. */
export async function until(holds, limit = 280_000) {
  const begun = performance.now();
  while (!(await holds())) {
    if (performance.now() - begun > limit) throw new Error("it did not come");
    await sleep(2);
  }
}

/** Resolve once the office has a note in a record. */
export async function officeHas(control, id, note) {
  await until(async () => {
    const reply = await fetch(`${control}/note?id=${encodeURIComponent(id)}`);
    if ((await reply.json()).note === note) return true;
    await sleep(10);
    return false;
  });
}

export const settled = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
