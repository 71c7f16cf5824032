// A report being written, kept on this device: words in localStorage, which is written even while the
// page closes, files that have not been uploaded yet in IndexedDB. Every function works, and keeps
// nothing, where a browser forbids it.

import "./device.js";

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
  await device.clear(STORE);
}

/** Keep a file; resolves to its key, or null where it could not be kept. */
export const putFile = (file) => device.put(STORE, file);

export const dropFile = (key) => device.remove(STORE, key);

/** The kept files as [key, file], oldest first. */
export async function files() {
  const keys = await device.keys(STORE);
  const found = await device.all(STORE);
  return keys.map((key, index) => [key, found[index]]);
}
