/** The map beside the panel: which part of it is free, where the cross stands, what is brought into sight. */
(function (pm) {
  "use strict";

  const ROOM_PX = 32;
  const narrow = () => matchMedia("(max-width: 760px)").matches;

  class Beside {
    /**
     * @param {L.Map} map
     * @param {HTMLElement} stage what holds the map and all panels
     * @param {HTMLElement} panel the editor's
     * @param {HTMLElement} cross the sign under which Enter places a corner
     */
    constructor(map, stage, panel, cross) {
      Object.assign(this, { map, stage, panel, cross });
    }

    /** Where the panels leave the map free: left, top, right, bottom in pixels of the map. */
    free() {
      const stage = this.stage.getBoundingClientRect();
      const panel = this.panel.getBoundingClientRect();
      if (narrow()) return { left: 0, top: 0, right: stage.width, bottom: panel.top - stage.top };
      const side = this.stage.querySelector(".pm-side")?.getBoundingClientRect();
      return { left: side ? side.right - stage.left : 0, top: 0, right: panel.left - stage.left, bottom: stage.height };
    }

    /** @returns {L.Point} the middle of the free part */
    centre() {
      const { left, top, right, bottom } = this.free();
      return L.point((left + right) / 2, (top + bottom) / 2);
    }

    /** Put the cross where `centre` says. */
    aim() {
      const { x, y } = this.centre();
      this.cross.style.left = `${x}px`;
      this.cross.style.top = `${y}px`;
    }

    /** Bring bounds into the free part. */
    frame(bounds) {
      if (!bounds || !bounds.isValid()) return;
      const { left, right, bottom } = this.free();
      const { width, height } = this.stage.getBoundingClientRect();
      this.map.fitBounds(bounds, {
        paddingTopLeft: [left + ROOM_PX, ROOM_PX],
        paddingBottomRight: [width - right + ROOM_PX, height - bottom + ROOM_PX],
        maxZoom: 16,
      });
    }
  }

  pm.edit.Beside = Beside;
})(window.projectmap);
