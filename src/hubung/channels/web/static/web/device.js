// What this device keeps for its owner: files of a draft, reports that wait for a line, states of
// reports that somebody chose to keep. Pages import it, the service worker loads it as it is; so it
// neither imports nor exports, and everything in it works, and keeps nothing, where a browser
// forbids it.

self.device = (() => {
  const NAME = "hubung.report";
  const VERSION = 2;

  /** Do something with a store; resolves to its result, or null where that is not possible. */
  async function use(store, mode, work) {
    try {
      const database = await promised(open());
      try {
        return await promised(work(database.transaction(store, mode).objectStore(store)));
      } finally {
        database.close();
      }
    } catch {
      return null;
    }
  }

  function open() {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = (event) => {
      const database = request.result;
      if (event.oldVersion < 1) database.createObjectStore("files", { autoIncrement: true });
      database.createObjectStore("reports", { keyPath: "submission" });
      database.createObjectStore("cases", { keyPath: "number" });
    };
    return request;
  }

  function promised(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  return {
    get: (store, key) => use(store, "readonly", (rows) => rows.get(key)),
    all: async (store) => (await use(store, "readonly", (rows) => rows.getAll())) ?? [],
    keys: async (store) => (await use(store, "readonly", (rows) => rows.getAllKeys())) ?? [],
    /** Resolves to the key, or null where it could not be kept. */
    put: (store, value) => use(store, "readwrite", (rows) => rows.put(value)),
    remove: (store, key) => use(store, "readwrite", (rows) => rows.delete(key)),
    clear: (store) => use(store, "readwrite", (rows) => rows.clear()),
  };
})();
