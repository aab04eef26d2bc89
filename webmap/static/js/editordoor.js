/**
 * The way into the editor of places: a button above a row's details. The editor itself is fetched when an editor of the
 * programme opens it; whoever has not signed in is led to do so and comes back to the same row.
 */
(function (pm) {
  "use strict";

  pm.addWords({
    "door.edit": "Sửa vị trí",
    "door.viewer": "Tài khoản này chỉ được xem. Hãy hỏi người quản trị.",
  });

  const MAY_EDIT = ["editor", "admin"];
  let open = null;
  let opening = false; // an impatient second press opens no second editor

  async function role() {
    try {
      const response = await fetch("/api/session", { cache: "no-store" });
      const says = await response.json();
      return says.name ? says.role : null;
    } catch {
      return undefined;
    }
  }

  /** Open the editor of a row, or lead to the sign-in page and from there back here. */
  async function start(app, row) {
    if (open || opening) return;
    opening = true;
    await pm.busy(app.frame.stage, enter(app, row)).finally(() => { opening = false; });
  }

  async function enter(app, row) {
    const held = await role();
    if (held === null) {
      app.state.set({ project: row.id, place: null, edit: "1" });
      location.assign(`/signin?next=${encodeURIComponent(location.pathname + location.search)}`);
      return;
    }
    if (!MAY_EDIT.includes(held)) {
      app.frame.toast.say(held ? pm.say("door.viewer") : pm.say("error.offline"));
      return;
    }
    try {
      await pm.lazy("editor");
    } catch (error) {
      app.frame.toast.say(error.sentence);
      return;
    }
    app.state.set({ project: row.id, place: null, edit: "1" }, false);
    open = new pm.edit.Editor(app.map, app.frame.stage, {
      row,
      looks: app.looks,
      closed: (saved) => {
        open = null;
        app.state.set({ edit: null }, false);
        if (saved) location.reload(); // every part of the page has to know the new place
        else app.focusDetails();
      },
    });
    await open.open();
  }

  /** The button above the details of a row. */
  pm.rowTools.push((row, app) => pm.offers("editor") && pm.button({
    sign: "pin",
    words: pm.say("door.edit"),
    className: "pm-plain pm-edit",
    onclick: () => start(app, row),
  }));

  /** An address with `edit=1` opens the editor with the row. */
  pm.whenReady.push((app) => {
    const { project, edit } = app.state.get();
    const row = project && app.programme.byId.get(project);
    if (edit && row) start(app, row);
  });
})(window.projectmap);
