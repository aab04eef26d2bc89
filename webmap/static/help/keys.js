/** Every shortcut that works, once: the sheet is made of this table, and a test presses each. */
(function (pm) {
  "use strict";

  const key = (does, ...keys) => ({ does, keys });

  pm.SHORTCUTS = Object.freeze([
    { where: "anywhere", keys: [key("search", "/"), key("help", "?"), key("escape", "Escape"), key("print", "Ctrl+P")] },
    { where: "search", keys: [key("down", "ArrowDown"), key("first", "Enter"), key("empty", "Escape")] },
    {
      where: "list",
      keys: [key("walk", "ArrowUp", "ArrowDown"), key("page", "PageUp", "PageDown"), key("ends", "Home", "End"), key("open", "Enter"), key("compare", "C")],
    },
    {
      where: "map",
      keys: [key("move", "ArrowLeft", "ArrowUp", "ArrowDown", "ArrowRight"), key("zoom", "+", "-"), key("mark", "Enter")],
    },
    { where: "measure", keys: [key("point", "Enter"), key("stop", "Escape")] },
  ]);

  const nameOf = (name) => {
    const said = pm.say(`name.${name}`);
    return said === `name.${name}` ? name : said;
  };
  const cap = (name) => name.split("+").filter(Boolean).map((part) => pm.el("kbd", null, nameOf(part)));
  const caps = (name) => (name === "+" ? pm.el("kbd", null, name) : cap(name));

  function group({ where, keys }) {
    return [
      pm.el("h3", null, pm.say(`keys.${where}`)),
      pm.el(
        "dl",
        { class: "pm-keys" },
        keys.map(({ does, keys: names }) => [
          pm.el("dt", { "data-shortcut": `${where}.${does}` }, names.map((name) => [caps(name), " "])),
          pm.el("dd", null, pm.say(`key.${does}`)),
        ]),
      ),
    ];
  }

  /** The keyboard sheet. */
  pm.keySheet = () => [pm.el("p", null, pm.say("keys.lead")), pm.SHORTCUTS.map(group)];
})(window.projectmap);
