/** What goes with a place into the record: how sure it is, the document, the reason, the doubts that were looked into. */
(function (pm) {
  "use strict";

  const { say, parts } = pm.edit;
  const { el, refill } = pm;
  const LEVELS = ["surveyed", "traced", "place", "area", "between"];
  const MEASURED = ["coordinates", "file", "gps"]; // only these can be exact to the survey

  class Record {
    constructor(onchange) {
      this.onchange = onchange;
      this.offer = null;
      this.touched = false;
      const told = () => onchange();
      this.precision = el("select", { onchange: () => this.choosePrecision() });
      this.radius = el("input", { type: "number", min: "1", max: "50000", step: "any", inputmode: "decimal", oninput: () => this.choosePrecision() });
      this.source = el("input", { type: "text", maxlength: 500, autocomplete: "off", placeholder: say("source.example"), oninput: told });
      this.reason = el("textarea", { rows: 2, maxlength: 1000, placeholder: say("reason.example"), oninput: told });
      this.confirmed = el("input", { type: "checkbox", onchange: told });
      this.sure = el(
        "div",
        { class: "pe-sure" },
        parts.field(say("sure.legend"), this.precision),
        parts.field(say("sure.radius"), this.radius, say("sure.radius.note")),
      );
      this.doubts = el("div", { class: "pe-doubts" });
      this.element = el(
        "div",
        { class: "pe-record" },
        this.doubts,
        this.sure,
        parts.field(say("source.label"), this.source),
        parts.field(say("reason.label"), this.reason),
      );
    }

    /** Fit the form to what is offered; what a person has chosen stays while it may. */
    take(offer) {
      const before = this.offer;
      this.offer = offer;
      const placeless = Boolean(offer) && offer.geometry === null && offer.method === "statement";
      this.sure.hidden = placeless;
      if ((before && before.method) !== (offer && offer.method)) this.forget();
      this.levels(offer);
      if (offer && offer.precision && !placeless && !this.touched) this.precision.value = offer.precision;
      if (offer && offer.radius_m && !placeless && !this.touched) this.radius.value = String(offer.radius_m);
      this.showDoubts(offer ? offer.doubts : []);
    }

    /** Another way to the place: what was proposed for the last one is not proposed for this. */
    forget() {
      this.touched = false;
      this.precision.value = "";
      this.radius.value = "";
    }

    levels(offer) {
      const kept = this.precision.value;
      const exact = Boolean(offer) && MEASURED.includes(offer.method);
      const options = LEVELS.filter((code) => exact || code !== "surveyed");
      refill(
        this.precision,
        el("option", { value: "" }, say("sure.choose")),
        options.map((code) => el("option", { value: code }, say(`sure.${code}`))),
      );
      this.precision.value = options.includes(kept) ? kept : "";
    }

    choosePrecision() {
      this.touched = true;
      this.onchange();
    }

    showDoubts(doubts) {
      const same = JSON.stringify(doubts) === this.doubted;
      this.doubted = JSON.stringify(doubts);
      if (same) return;
      this.confirmed.checked = false;
      this.doubts.hidden = !doubts.length;
      refill(
        this.doubts,
        doubts.length && parts.message(
          "ask",
          el("p", { class: "pe-strong" }, say("doubts.title")),
          parts.list(doubts),
          el("label", { class: "pe-confirm" }, this.confirmed, el("span", null, say("doubts.confirm"))),
        ),
      );
    }

    /** @returns {Array<[HTMLElement, string]>} what is missing, each with the field that lacks it */
    lacks() {
      const { offer } = this;
      const placeless = this.sure.hidden;
      const lacking = [];
      if (!offer || !offer.usable) lacking.push([null, (offer && offer.lack) || say("missing.geometry")]);
      if (!placeless && !this.precision.value) lacking.push([this.precision, say("missing.precision")]);
      if (!placeless && !(Number(this.radius.value) > 0)) lacking.push([this.radius, say("missing.radius")]);
      if (offer && offer.doubts.length && !this.confirmed.checked) lacking.push([this.confirmed, say("missing.confirm")]);
      if (!this.source.value.trim()) lacking.push([this.source, say("missing.source")]);
      if (!this.reason.value.trim()) lacking.push([this.reason, say("missing.reason")]);
      return lacking;
    }

    /** @returns {Object} the fields of the record, as the server reads them */
    fields() {
      const { offer } = this;
      const placeless = this.sure.hidden;
      return {
        geometry: offer.geometry,
        precision: placeless ? offer.precision : this.precision.value,
        radius_m: placeless ? offer.radius_m : Number(this.radius.value),
        method: offer.method === "drawn" && this.precision.value === "traced" ? "traced" : offer.method,
        source: this.source.value.trim(),
        reason: this.reason.value.trim(),
      };
    }

    get isEmpty() {
      return !this.source.value.trim() && !this.reason.value.trim();
    }
  }

  pm.edit.Record = Record;
})(window.projectmap);
