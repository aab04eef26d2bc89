/** Where the data comes from: the server, or what a notebook has embedded. */
(function (pm) {
  "use strict";

  const PATIENCE_MS = 15000;
  const TRIES = 3;

  /** A failure that can be told in a sentence. */
  class LoadError extends Error {
    constructor(status) {
      super(`load ${status}`);
      this.sentence = status ? pm.say("error.status", { status }) : pm.say("error.offline");
    }
  }

  /**
   * Ask; a server that is busy says when to come again. Patience is for an answer to begin: once it comes, thousands of rows
   * on a slow line take the time they need.
   */
  async function ask(url, tries) {
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), PATIENCE_MS);
    const response = await fetch(url, { credentials: "same-origin", signal: giveUp.signal }).finally(() => clearTimeout(timer));
    const seconds = Number(response.headers.get("Retry-After"));
    if (response.status !== 503 || !seconds || tries < 2) return response;
    await new Promise((go) => setTimeout(go, seconds * 1000));
    return ask(url, tries - 1);
  }

  async function fetchJson(url) {
    let response;
    try {
      response = await ask(url, TRIES);
    } catch {
      throw new LoadError(0);
    }
    if (!response.ok) throw new LoadError(response.status);
    try {
      return await response.json();
    } catch {
      throw new LoadError(0);
    }
  }

  /**
   * @param {{projects: string, style: string, search: string, base: string}} urls
   * @returns {{projects: function(string): Promise, style: function(): Promise, search: function(string): Promise, base: function(string): Promise}}
   */
  pm.source = function (urls) {
    const embedded = pm.embedded;
    if (embedded) {
      return {
        projects: async () => embedded.projects,
        style: async () => embedded.style,
        search: async () => null,
        base: async (layer) => embedded.base[layer] || { type: "FeatureCollection", features: [] },
      };
    }
    return {
      projects: (query = "") => fetchJson(urls.projects + query),
      style: () => fetchJson(urls.style),
      search: (query = "") => fetchJson(urls.search + query),
      base: (layer) => fetchJson(urls.base.replace("{layer}", layer)),
    };
  };
})(window.projectmap);
