const fieldsOf = (from) => {
  const form = from.closest("[data-form]");
  const fields = {};
  if (form) form.querySelectorAll("[name]").forEach((each) => { fields[each.name] = each.value; });
  return fields;
};
const card = () => element.querySelector(".card");
const shut = () => {
  const it = card();
  if (!it || it.hidden) return;
  it.hidden = true;
  const from = element.querySelector(".s.open, mark.open");
  if (from) { from.classList.remove("open"); from.focus({ preventScroll: true }); }
};
const openCard = (from) => {
  const it = card();
  if (!it) return;
  const hole = from.dataset.hole;
  it.querySelector("pre").textContent = from.dataset.why || "";
  it.querySelector(".edit").hidden = Boolean(hole);
  it.querySelector(".fill").hidden = !hole;
  if (hole) {
    it.querySelector(".fill [data-act]").dataset.hole = hole;
  } else {
    it.querySelectorAll(".edit [data-act]").forEach((each) => { each.dataset.key = from.dataset.key; each.dataset.was = from.dataset.text; });
    it.querySelector(".edit textarea").value = from.dataset.text;
  }
  element.querySelectorAll(".s.open, mark.open").forEach((each) => each.classList.remove("open"));
  from.classList.add("open");
  it.hidden = false;
  if (from.getBoundingClientRect().bottom > it.getBoundingClientRect().top) from.scrollIntoView({ block: "center" });
  it.querySelector(hole ? ".fill input" : ".edit textarea").focus({ preventScroll: true });
};
const goTo = (key) => {
  const tab = [...document.querySelectorAll("#tabs button[role=tab]")].find((each) => each.textContent.trim() === "草稿");
  if (tab) tab.click();
  setTimeout(() => {
    const there = document.querySelector(`.sheet .s[data-key="${key}"]`);
    if (!there) return;
    there.scrollIntoView({ block: "center" });
    there.classList.add("open");
    there.focus({ preventScroll: true });
  }, 250);
};
element.addEventListener("click", (event) => {
  const act = event.target.closest("[data-act]");
  if (act && act.dataset.act === "goto") { goTo(act.dataset.key); return; }
  if (act) {
    if (act.dataset.confirm && !window.confirm(act.dataset.confirm)) return;
    trigger("act", { ...act.dataset, fields: fieldsOf(act) });
    return;
  }
  if (event.target.closest("[data-close]")) { shut(); return; }
  if (event.target.closest("[data-dismiss]")) { dismiss(); return; }
  const opened = event.target.closest("[data-open]");
  if (opened) openCard(opened);
});
element.addEventListener("change", (event) => {
  const from = event.target.closest("[data-change]");
  if (!from) return;
  const value = from.type === "checkbox" ? from.checked : from.value;
  trigger("act", { ...from.dataset, act: from.dataset.change, value, fields: fieldsOf(from) });
});
element.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { shut(); return; }
  if (event.key !== "Enter") return;
  const opened = event.target.closest("[data-open]");
  if (opened) { event.preventDefault(); openCard(opened); return; }
  if (event.target.tagName === "INPUT") {
    const form = event.target.closest("[data-form]");
    const button = form && form.querySelector("[data-act]");
    if (button && !event.target.dataset.change) { event.preventDefault(); button.click(); }
    else if (event.target.dataset.change) {
      const all = [...element.querySelectorAll("input[data-field='value']")];
      const next = all[all.indexOf(event.target) + 1];
      if (next && event.target.dataset.field === "value") { event.preventDefault(); next.focus(); }
    }
  }
});
let fading = 0;
const dismiss = () => { const it = element.querySelector(".toast-body"); if (it) it.hidden = true; };
const fade = () => {
  const it = element.querySelector(".toast-body");
  clearTimeout(fading);
  if (it) fading = setTimeout(dismiss, it.classList.contains("wrong") ? 12000 : 6000);
};
watch("value", fade);
const latest = () => { if (element.querySelector(".talk")) { const box = element.closest("#talk"); if (box) box.scrollTop = box.scrollHeight; } };
watch("value", latest);
latest();
