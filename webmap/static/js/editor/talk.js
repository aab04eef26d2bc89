/** What the editor asks the server, and what it makes of the answers. */
(function (pm) {
  "use strict";

  const address = (project) => `/api/projects/${encodeURIComponent(project)}/corrections`;

  /** History of a project: the engine's answer and every version, newest first. Throws where none can be had. */
  async function history(project) {
    const response = await fetch(address(project), { cache: "no-store", headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  }

  /** Whoever is signed in, or null where the server does not say. */
  async function session() {
    try {
      const response = await fetch("/api/session", { cache: "no-store" });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  /** Only the answer to the latest question counts: those overtaken by another give null. */
  function latest(ask) {
    let turn = 0;
    return async (...question) => {
      const mine = (turn += 1);
      const answer = await ask(...question);
      return mine === turn ? answer : null;
    };
  }

  /** Run something when nothing has called for it for a while. */
  function settled(run, ms) {
    let timer = 0;
    return (...values) => {
      clearTimeout(timer);
      timer = setTimeout(() => run(...values), ms);
    };
  }

  function readFile(file, more) {
    const form = new FormData();
    form.append("file", file);
    Object.entries(more || {}).forEach(([name, value]) => form.append(name, String(value)));
    return pm.send("/api/uploads/read", form);
  }

  pm.edit.talk = {
    history,
    session,
    settled,
    save: (project, body) => pm.send(address(project), body),
    undo: (project, body) => pm.send(`${address(project)}/undo`, body),
    measure: latest((geometry) => pm.send("/api/measure", { geometry })),
    readTable: latest((body) => pm.send("/api/coordinates/read", body)),
    readFile: latest(readFile),
  };
})(window.projectmap);
