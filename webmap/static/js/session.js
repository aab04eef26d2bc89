/** Talking to the server as whoever is signed in: each sending asks for the token first, and a lost connection is an answer too. */
(function (pm) {
  "use strict";

  pm.addWords({
    "send.lost": "Mất kết nối: chưa gửi được. Bản nháp vẫn giữ trên máy này.",
    "send.session": "Phiên đăng nhập đã hết. Hãy đăng nhập lại ở thẻ khác rồi gửi lại; bản nháp vẫn giữ trên máy này.",
    "send.refused": "Máy chủ chưa nhận được. Hãy thử lại.",
  });

  const LOST = { status: 0, body: {} };

  async function read(response) {
    try {
      return { status: response.status, body: await response.json() };
    } catch {
      return { status: response.status, body: {} };
    }
  }

  /** Send a JSON value, or a FormData as it is. Answers `{ status, body }`; status 0 means that nothing came through. */
  pm.send = async function (address, value) {
    try {
      const session = await fetch("/api/session", { cache: "no-store" });
      const token = (await session.json()).csrf_token;
      const headers = { "X-CSRFToken": token, Accept: "application/json" };
      const raw = value instanceof FormData;
      if (!raw) headers["Content-Type"] = "application/json";
      return await read(await fetch(address, { method: "POST", headers, body: raw ? value : JSON.stringify(value) }));
    } catch {
      return LOST;
    }
  };

  /** A random id (UUID version 4), also on a page that came by plain HTTP, where `crypto.randomUUID` is missing. */
  pm.newId = function () {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };

  /** What to tell a person about an answer that is not success. */
  pm.faultWords = function (answer) {
    if (answer.status === 0) return pm.say("send.lost");
    if (answer.status === 401) return pm.say("send.session");
    return answer.body.detail || pm.say("send.refused");
  };
})(window.projectmap);
