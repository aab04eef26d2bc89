/** Talking to the server as whoever is signed in: each sending asks for the token first, and a lost connection is an answer too. */
(function (pm) {
  "use strict";

  pm.addWords({
    "send.lost": "Mất kết nối: chưa gửi được. Bản nháp vẫn giữ trên máy này.",
    "send.session": "Phiên đăng nhập đã hết. Hãy đăng nhập lại ở thẻ khác rồi gửi lại; bản nháp vẫn giữ trên máy này.",
    "send.refused": "Máy chủ chưa nhận được. Hãy thử lại.",
    "send.large": "Tệp nặng {size} MB, máy chủ nhận tối đa {most} MB. Hãy chia nhỏ hoặc thu gọn tệp rồi gửi lại.",
  });

  const LOST = { status: 0, body: {} };

  async function read(response) {
    try {
      return { status: response.status, body: await response.json() };
    } catch {
      return { status: response.status, body: {} };
    }
  }

  /** What is too much to be taken is not sent: a server that has heard enough hangs up before it answers. */
  function tooLarge(form, most) {
    const size = [...form.values()].reduce((sum, value) => sum + (value.size || 0), 0);
    const megabytes = (bytes) => pm.number(bytes / 1e6, 1);
    if (!(size > most)) return null;
    return { status: 413, body: { detail: pm.say("send.large", { size: megabytes(size), most: megabytes(most) }) } };
  }

  /** Send a JSON value, or a FormData as it is. Answers `{ status, body }`; status 0 means that nothing came through. */
  pm.send = async function (address, value) {
    try {
      const session = await fetch("/api/session", { cache: "no-store" });
      const { csrf_token: token, max_bytes: most } = await session.json();
      const headers = { "X-CSRFToken": token, Accept: "application/json" };
      const raw = value instanceof FormData;
      const refused = raw && tooLarge(value, most);
      if (refused) return refused;
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
