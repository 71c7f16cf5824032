// A report being written, kept on this device: words in localStorage, files that have not been
// uploaded yet in IndexedDB. Every function works, and keeps nothing, where a browser forbids it.

const KEY = "hubung.report";
const STORE = "files";
const A_WEEK = 7 * 24 * 3600 * 1000;

export function load() {
  try {
    const draft = JSON.parse(localStorage.getItem(KEY));
    if (draft && Date.now() - draft.at < A_WEEK) return draft;
  } catch {
    // Unreadable or forbidden: as if there were none.
  }
  return null;
}

export function save(draft) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...draft, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export async function clear() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
  await withStore("readwrite", (store) => store.clear());
}

/** Keep a file; resolves to its key, or null where it could not be kept. */
export const putFile = (file) => withStore("readwrite", (store) => store.add(file));

export const dropFile = (key) => withStore("readwrite", (store) => store.delete(key));

/** The kept files as [key, file], oldest first. */
export async function files() {
  const keys = (await withStore("readonly", (store) => store.getAllKeys())) ?? [];
  const found = (await withStore("readonly", (store) => store.getAll())) ?? [];
  return keys.map((key, index) => [key, found[index]]);
}

async function withStore(mode, use) {
  try {
    const database = await promised(open());
    try {
      return await promised(use(database.transaction(STORE, mode).objectStore(STORE)));
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}

function open() {
  const request = indexedDB.open(KEY, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { autoIncrement: true });
  return request;
}

function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
