/** A draft on this device: what was typed survives a lost connection, a closed tab, a flat battery. */
(function (pm) {
  "use strict";

  /**
   * The draft under a key.
   * @param {string} key
   */
  pm.draft = function (key) {
    const name = `projectmap.draft.${key}`;
    return {
      read() {
        try {
          return JSON.parse(localStorage.getItem(name));
        } catch {
          return null;
        }
      },
      keep(value) {
        try {
          localStorage.setItem(name, JSON.stringify({ ...value, kept: new Date().toISOString() }));
          return true;
        } catch {
          return false; // private windows and full devices keep nothing; the page says so
        }
      },
      drop() {
        try {
          localStorage.removeItem(name);
        } catch {
          // nothing was kept
        }
      },
    };
  };
})(window.projectmap);
