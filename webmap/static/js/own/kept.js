/**
 * Where layers of this browser alone are kept for next time: IndexedDB, a few and not too large. A browser that keeps
 * nothing still shows them until the page closes. Nothing of them is ever sent.
 */
(function (pm) {
  "use strict";

  const NAME = "projectmap.own";
  const STORE = "layers";

  pm.MOST_LOCAL = 8;
  const MOST_KEPT = 5_000_000; // letters of one layer

  function opened() {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = asked.onblocked = () => reject(asked.error);
    });
  }

  /** Do one thing with the store; resolves to what came of it, once it is on the disk. */
  async function withStore(mode, act) {
    const base = await opened();
    try {
      return await new Promise((resolve, reject) => {
        const work = base.transaction(STORE, mode);
        const asked = act(work.objectStore(STORE));
        work.oncomplete = () => resolve(asked.result);
        work.onerror = work.onabort = () => reject(work.error);
      });
    } finally {
      base.close();
    }
  }

  /** @returns {Promise<Object[]>} what was kept, the oldest first; nothing where nothing can be kept */
  pm.keptLayers = async function () {
    try {
      const kept = await withStore("readonly", (store) => store.getAll());
      return kept.sort((a, b) => a.added - b.added);
    } catch {
      return [];
    }
  };

  /** @returns {Promise<boolean>} whether the layer will be there next time */
  pm.keepLayer = async function (layer) {
    if (JSON.stringify(layer.data).length > MOST_KEPT) return false;
    try {
      await withStore("readwrite", (store) => store.put(layer));
      return true;
    } catch {
      return false;
    }
  };

  pm.forgetLayer = (id) => withStore("readwrite", (store) => store.delete(id)).catch(() => {});
})(window.projectmap);
