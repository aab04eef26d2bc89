/** Small forms for obstacles and milestones: named fields become one record; a button closes what it stands beside. */
(function (pm) {
  "use strict";

  const fieldsOf = (form) => Object.fromEntries(
    Array.from(form.elements).filter((element) => element.name && element.value.trim()).map((element) => [element.name, element.value.trim()]),
  );

  async function send(form, record) {
    const status = form.querySelector(".form-status");
    status.textContent = pm.say("send.sending");
    const answer = await pm.send(form.dataset.address, { ...record, revision: Number(form.dataset.revision) });
    if (answer.status === 200 || answer.status === 201) {
      location.reload();
      return;
    }
    const faults = (answer.body.faults || []).map((item) => item.message);
    status.className = "form-status form-error";
    status.textContent = faults.length ? faults.join(" ") : pm.faultWords(answer);
  }

  document.querySelectorAll("form[data-address]").forEach((form) => {
    const id = pm.newId();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form, { ...JSON.parse(form.dataset.record || "{}"), ...fieldsOf(form), id });
    });
  });
})(window.projectmap);
