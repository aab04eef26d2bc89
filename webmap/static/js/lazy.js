/**
 * Parts of the page that few readers need: fetched once, when first wanted, from the addresses that the page was given.
 * In a notebook, which has no server behind it, no part is offered.
 */
(function (pm) {
  "use strict";

  const loading = new Map();
  let addresses = {};

  /** A part that did not come, with the sentence to tell. */
  class LazyError extends Error {
    constructor(name) {
      super(`part ${name}`);
      this.sentence = pm.say("error.offline");
    }
  }

  function fetched(address) {
    const style = address.endsWith(".css");
    const element = style ? pm.el("link", { rel: "stylesheet", href: address }) : pm.el("script", { src: address });
    return new Promise((resolve, reject) => {
      element.onload = resolve;
      element.onerror = () => {
        element.remove();
        reject(address);
      };
      document.head.append(element);
    });
  }

  /**
   * Load a part: its script and its style sheet, if it has one.
   * @param {string} name of a bundle of `LAZY` in webmap/assets.py
   * @returns {Promise<void>} rejected with a `LazyError`, which has a `sentence`; the next call tries again
   */
  pm.lazy = function (name) {
    if (!loading.has(name)) {
      const parts = pm.offers(name) ? addresses[name].map(fetched) : [Promise.reject(name)];
      const loaded = Promise.all(parts).then(() => {}, () => {
        loading.delete(name);
        throw new LazyError(name);
      });
      loading.set(name, loaded);
      const stage = document.querySelector(".pm-stage");
      if (stage) pm.busy(stage, loaded);
    }
    return loading.get(name);
  };

  /** @returns {boolean} whether a part can be had here */
  pm.offers = (name) => Object.hasOwn(addresses, name);

  /** @param {?Object<string, string[]>} given the addresses of each part, or nothing in a notebook */
  pm.lazyFrom = (given) => { addresses = given || {}; };
})(window.projectmap);
