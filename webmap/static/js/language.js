/**
 * Sentences, numbers and days in the language of the page. Words are written in Vietnamese beside the code that says
 * them (`pm.addWords`); the English of the same keys is in `static/words/en/`, a bundle that only English pages load.
 */
(function (pm) {
  "use strict";

  const LOCALES = { vi: "vi-VN", en: "en-GB" };

  pm.language = document.documentElement.lang === "en" ? "en" : "vi";
  pm.locale = LOCALES[pm.language];
  pm.words ??= { vi: {}, en: {} }; // a table a language: words that come late in one never hide those of another

  /** Add the sentences of a part of the page. In English one may be a pair: for one, for many (by the value `n`). */
  pm.addWords = (more, language = "vi") => Object.assign(pm.words[language], more);

  /**
   * Say a sentence with its values put in. An unknown key shows itself, so that it is seen and mended.
   * @param {string} key
   * @param {Object<string, string|number>} [values]
   * @returns {string}
   */
  pm.say = function (key, values) {
    const tables = [pm.words[pm.language], pm.words.vi];
    const table = tables.find((words) => Object.hasOwn(words, key)) || { [key]: key };
    const words = Array.isArray(table[key]) ? table[key][values.n === 1 ? 0 : 1] : table[key];
    return words.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
  };

  /** @param {{code: string, vi: string, en: ?string}} look a class of the style table @returns {string} its name */
  pm.named = (look) => look[pm.language] || look.vi;

  /** @returns {string} the sentence that explains a class */
  pm.noteOf = (look) => (pm.language === "en" ? look.note_en : look.note);

  /** @param {number} value @param {number} digits at most so many decimals @param {number} least at least so many */
  pm.number = function (value, digits = 0, least = 0) {
    return value.toLocaleString(pm.locale, { minimumFractionDigits: least, maximumFractionDigits: digits });
  };

  /** @param {number} metres @returns {string} `300 m`, `1,8 km` */
  pm.distance = (metres) => (metres < 1000 ? `${Math.round(metres)} m` : `${pm.number(metres / 1000, 1)} km`);

  /** @param {number} share from 0 to 1 @returns {string} `45,2 %`, or `45.2%` as English has it */
  pm.percent = (share) => pm.number(100 * share, 1) + (pm.language === "en" ? "%" : " %");

  /** @param {string} iso `2026-11-24` @returns {string} `24/11/2026`, or `24 Nov 2026` */
  pm.date = function (iso) {
    const [year, month, day] = iso.slice(0, 10).split("-");
    if (pm.language === "vi") return `${day}/${month}/${year}`;
    const name = new Date(Date.UTC(year, month - 1, day)).toLocaleString("en-US", { month: "short", timeZone: "UTC" });
    return `${Number(day)} ${name} ${year}`;
  };

  // The server sends the reader back to the same address in the other language, all but what it never sees: the position.
  document.addEventListener("click", (event) => {
    const change = event.target.closest?.("a.site-language");
    if (change) change.hash = location.hash;
  });
})(window.projectmap);
