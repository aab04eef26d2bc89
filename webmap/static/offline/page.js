/**
 * Of every page: brings the service worker in, and says when what is shown is kept and not of now. The sentences stand in
 * the page (`base.html`), in its language.
 */
(function () {
  "use strict";

  const LOOK_MS = 20000; // how often it is tried again while there is no server
  const NEEDS_SERVER = /^\/(export|ogc|signin|reports)(\/|$)|^\/(briefing\.|print\.|calendar|feed|catalog)/;
  const root = document.documentElement;
  const note = document.getElementById("offline-note");
  const list = document.getElementById("kept-pages"); // of the page that stands in for one never seen
  const loaded = new Date().toISOString();
  let away = false; // whether the server did not answer when last asked
  let timer = 0;

  const local = (iso, options) =>
    new Date(iso).toLocaleString(root.lang === "en" ? "en-GB" : "vi-VN", { timeZone: "Asia/Ho_Chi_Minh", ...options });
  const day = (iso) => local(iso, { day: "2-digit", month: "2-digit", year: "numeric" });
  const moment = (iso) => `${local(iso, { hour: "2-digit", minute: "2-digit", hour12: false })} ${day(iso)}`;

  const part = (name) => note.querySelector(`[data-part=${name}]`);

  /** Say how old what one sees is: the oldest of what came from the store. */
  function show() {
    if (!away) return;
    const asOf = root.dataset.asOf;
    const { words, none } = part("seen").dataset;
    part("seen").textContent = list ? none : words.replace("{time}", moment(root.dataset.seen || loaded));
    part("asof").textContent = asOf ? part("asof").dataset.words.replace("{date}", day(asOf)) : "";
    note.dataset.state = "away";
    note.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(look, LOOK_MS);
  }

  function lost(seen) {
    if (seen && (!root.dataset.seen || seen < root.dataset.seen)) root.dataset.seen = seen;
    away = true;
    show();
  }

  /** Ask whether the server is back; what is typed into a page is not thrown away by a reload nobody asked for. */
  async function look() {
    try {
      const response = await fetch("/healthz", { cache: "no-store" });
      if (!response.ok) throw new Error(response.status);
    } catch {
      lost();
      return;
    }
    clearTimeout(timer);
    away = false;
    if (note.hidden) return;
    part("seen").textContent = part("seen").dataset.back;
    part("asof").textContent = "";
    part("server").hidden = true;
    note.dataset.state = "back";
  }

  /** A file is made by the server: a link to one says so, where it would only fail. */
  function hold(event) {
    const link = event.target.closest?.("a[href]");
    if (!away || !link || link.origin !== location.origin) return;
    if (!link.hasAttribute("download") && !NEEDS_SERVER.test(link.pathname)) return;
    event.preventDefault();
    part("server").hidden = false;
    note.scrollIntoView({ block: "nearest" });
  }

  /** The page that stands in for one never seen lists what was, newest first. */
  async function listKept() {
    const keys = await caches.keys();
    const entries = [];
    for (const name of keys.filter((key) => key.endsWith("-seen"))) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const response = await cache.match(request, { ignoreVary: true });
        const { pathname, search } = new URL(request.url);
        if (!response.headers.get("Content-Type").startsWith("text/html") || pathname === "/offline") continue;
        const title = /<title>([^<]*)/.exec(await response.text());
        entries.push({ address: pathname + search, title: title ? title[1] : pathname, at: response.headers.get("X-Seen-At") });
      }
    }
    entries.sort((a, b) => (a.at < b.at ? 1 : -1));
    for (const { address, title, at } of entries) {
      const link = Object.assign(document.createElement("a"), { href: address, textContent: unescaped(title) });
      const item = document.createElement("li");
      const time = Object.assign(document.createElement("small"), { textContent: moment(at) });
      item.append(link, " ", time);
      list.append(item);
    }
  }

  const unescaped = (text) => new DOMParser().parseFromString(text, "text/html").documentElement.textContent;

  function start() {
    const { serviceWorker } = navigator;
    if (serviceWorker) { // browsers give it to HTTPS and to this machine only
      serviceWorker.addEventListener("message", ({ data }) => data.seen && lost(data.seen));
      serviceWorker.startMessages();
      window.addEventListener("load", () => serviceWorker.register("/sw.js").catch(() => null));
    }
    window.addEventListener("offline", () => lost());
    window.addEventListener("online", look);
    document.addEventListener("click", hold, true);
    part("again").addEventListener("click", () => location.reload());
    new MutationObserver(show).observe(root, { attributeFilter: ["data-as-of"] });
    if (list) listKept();
    if (root.dataset.seen || list) lost();
  }

  start();
})();
