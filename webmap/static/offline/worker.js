/**
 * The service worker: what was seen stays readable without the server.
 *
 * Assets have the hash of their content in their address: the kept one is the right one. Pages and data are asked of the
 * server first; what is kept stands in when it does not answer, and says when it was seen. `OFFLINE` is written before
 * this script by `webmap/offline.py`: what may be kept at all is decided there. Everything else is left to the browser.
 */
(function (worker, settings) {
  "use strict";

  const ASSETS = "projectmap-1-assets";
  const SEEN = "projectmap-1-seen";
  const MOST_ASSETS = 90; // two versions of the whole site
  const MOST_SEEN = 80; // pages and answers
  const MOST_BYTES = 40_000_000; // of all that was seen
  const PATIENCE_MS = 8000; // how long a server may take when there is a kept answer
  const AWAY = new Set([502, 503, 504]); // a proxy speaks for a server that does not
  const SEEN_AT = "X-Seen-At";
  const SIZE = "X-Seen-Size";
  const FALLBACK = "/offline";

  const kept = settings.kept.map((pattern) => new RegExp(`^${pattern}$`));
  const core = new Set(settings.core);
  const isAsset = (url) => url.pathname.startsWith("/assets/");
  const mayKeep = (url) => settings.open && kept.some((pattern) => pattern.test(url.pathname));

  /** Under which address an answer is kept. The map's page is the same for every view: filters are the script's. */
  function keyOf(url) {
    if (url.pathname !== "/") return url.pathname + url.search;
    const lang = url.searchParams.get("lang");
    return lang ? `/?lang=${lang}` : "/";
  }

  const find = async (name, key) => (await caches.open(name)).match(key, { ignoreVary: true });

  /** Take away the oldest beyond the bounds; what the map needs to open goes last. */
  async function trim() {
    const cache = await caches.open(SEEN);
    const entries = await Promise.all((await cache.keys()).map(async (request) => {
      const headers = (await cache.match(request, { ignoreVary: true })).headers;
      const isCore = core.has(new URL(request.url).pathname);
      return { request, isCore, at: headers.get(SEEN_AT), bytes: Number(headers.get(SIZE)) };
    }));
    entries.sort((a, b) => b.isCore - a.isCore || (a.at < b.at ? 1 : -1));
    let bytes = 0;
    await Promise.all(entries.map((entry, i) => {
      bytes += entry.bytes;
      return i >= MOST_SEEN || bytes > MOST_BYTES ? cache.delete(entry.request) : null;
    }));
  }

  /** Keep an answer that the server lets be kept, and for a page what it is drawn with. */
  async function keep(key, response) {
    const rule = response.headers.get("Cache-Control") || "";
    if (!response.ok || response.redirected || /no-store|private/.test(rule)) return;
    const body = await response.blob();
    const headers = new Headers(response.headers);
    headers.delete("Content-Encoding"); // the body is unpacked
    headers.delete("Content-Length");
    headers.set(SEEN_AT, new Date().toISOString());
    headers.set(SIZE, String(body.size));
    await (await caches.open(SEEN)).put(key, new Response(body, { headers }));
    if (body.type.startsWith("text/html")) await keepAssets(await body.text());
    await trim();
  }

  async function keepAssets(html) {
    await fetchAssets([...html.matchAll(/\s(?:href|src)="(\/assets\/[^"]+)"/g)].map((found) => found[1]));
  }

  const fetchAssets = (addresses) => Promise.allSettled(addresses.map((address) => asset(new Request(address))));

  async function asset(request) {
    const cache = await caches.open(ASSETS);
    const found = await cache.match(request, { ignoreVary: true });
    if (found) return found;
    const response = await fetch(request);
    if (response.ok) {
      await cache.put(request, response.clone());
      const addresses = await cache.keys(); // in the order in which they came
      await Promise.all(addresses.slice(0, Math.max(0, addresses.length - MOST_ASSETS)).map((old) => cache.delete(old)));
    }
    return response;
  }

  /** A kept page carries the time it was seen in its root; of kept data the page is told. */
  async function marked(response, event) {
    const at = response.headers.get(SEEN_AT);
    if (event.request.mode !== "navigate") {
      const page = await worker.clients.get(event.clientId);
      page?.postMessage({ seen: at });
      return response;
    }
    const html = (await response.text()).replace("<html", `<html data-seen="${at}"`);
    return new Response(html, { headers: response.headers });
  }

  /** What stands in where nothing is kept: for a page, one that says so; else the failure itself. */
  async function nothingKept(event) {
    const page = event.request.mode === "navigate" && (await find(SEEN, FALLBACK));
    return page ? new Response(page.body, { status: 503, headers: page.headers }) : Response.error();
  }

  async function serverFirst(event, url) {
    const key = keyOf(url);
    const found = mayKeep(url) ? await find(SEEN, key) : null;
    const asked = fetch(event.request).then((response) => {
      if (mayKeep(url)) event.waitUntil(keep(key, response.clone()));
      return found && AWAY.has(response.status) ? null : response;
    }).catch(() => null);
    event.waitUntil(asked);
    const late = new Promise((resolve) => { if (found) setTimeout(resolve, PATIENCE_MS, null); });
    const response = await Promise.race([asked, late]);
    if (response) return response;
    return found ? marked(found, event) : nothingKept(event);
  }

  /** Fetch what the map needs to open; what cannot be had now is kept when it is seen. */
  async function prepare() {
    const addresses = settings.open ? settings.core : [FALLBACK];
    await Promise.allSettled(addresses.map(async (address) => keep(address, await fetch(address, { cache: "no-cache" }))));
    await fetchAssets(settings.late);
  }

  async function takeOver() {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("projectmap-") && name !== ASSETS && name !== SEEN);
    await Promise.all(old.map((name) => caches.delete(name)));
    await worker.clients.claim();
  }

  /** Whoever signs out, or comes to a place that was closed, leaves nothing behind. */
  const forget = () => caches.delete(SEEN).then(prepare);

  worker.addEventListener("install", (event) => {
    worker.skipWaiting(); // pages and data come from the server anyway: there is nothing to wait for
    event.waitUntil(settings.open ? prepare() : forget());
  });
  worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (url.origin !== worker.location.origin) return;
    if (request.method === "POST" && url.pathname === "/signout") event.waitUntil(forget());
    if (request.method !== "GET") return;
    if (isAsset(url)) event.respondWith(asset(request));
    else if (mayKeep(url) || request.mode === "navigate") event.respondWith(serverFirst(event, url));
  });
})(self, OFFLINE);
