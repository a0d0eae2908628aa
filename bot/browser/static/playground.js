// The playground answers without a page reload. Everything here works without it too, a little slower.
"use strict";

const LOOK_AGAIN = 4000; // milliseconds between looks for what arrived by itself
const chat = document.querySelector(".house");
let busy = false;

/** Bring this page up to a freshly rendered one, touching only what differs. */
function freshen(next, { withSheet }) {
  for (const part of document.querySelectorAll("[data-swap]")) {
    const fresh = next.getElementById(part.id);
    if (fresh && fresh.innerHTML !== part.innerHTML) part.innerHTML = fresh.innerHTML;
  }
  document.title = next.title;
  const changed = freshenMessages(next);
  if (withSheet) document.getElementById("sheet")?.replaceChildren(...(next.getElementById("sheet")?.childNodes ?? []));
  return changed;
}

function freshenMessages(next) {
  const list = document.getElementById("messages");
  const fresh = next.getElementById("messages");
  if (!list || !fresh) return [];
  const changed = [];
  for (const item of [...list.children]) {
    if (!next.getElementById(item.id)) item.remove();
  }
  for (const item of [...fresh.children]) {
    const old = document.getElementById(item.id);
    if (old?.dataset.version === item.dataset.version) continue;
    item.classList.add("new");
    if (old) old.replaceWith(item);
    else list.append(item);
    changed.push(item);
  }
  if (list.children.length) document.getElementById("empty")?.remove();
  return changed;
}

function say(words) {
  const announcer = document.getElementById("announcer");
  if (announcer) announcer.textContent = words;
}

function problem(words) {
  const place = document.getElementById("say-problem");
  if (!place) return;
  place.textContent = words;
  place.hidden = !words;
}

/** After a press the focus stays where the eyes are: a form's heading or first problem, the changed card. */
function refocus(kind, changed, before) {
  if (kind === "form") {
    const sheet = document.querySelector(".sheet");
    const target = sheet?.querySelector('[aria-invalid="true"]') ?? sheet?.querySelector("h2");
    (target?.matches("fieldset") ? target.querySelector("input") : target)?.focus();
    sheet?.scrollIntoView({ block: "nearest" });
    if (sheet) return;
  }
  if (kind === "say") return document.getElementById("text")?.focus();
  if (before && document.getElementById(before)) return document.getElementById(before).focus();
  if (changed.length) changed.at(-1).querySelector(".bubble").focus({ preventScroll: true });
}

/** Who has just deleted everything has no conversation left: the answer takes the place of the page. */
function turnTo(next) {
  document.title = next.title;
  document.body.replaceWith(next.body);
  document.getElementById("main")?.focus();
}

async function send(form, submitter) {
  if (busy) return;
  busy = true;
  const kind = form.dataset.kind ?? "";
  const before = submitter?.id;
  submitter?.setAttribute("aria-disabled", "true");
  if (form.dataset.live) say(form.dataset.live);
  problem("");
  try {
    const body = new URLSearchParams(new FormData(form, submitter));
    const response = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { accept: "text/html" } });
    const next = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!next.querySelector(".house") && response.ok) return turnTo(next);
    if (!next.querySelector(".house")) throw new Error(next.querySelector("#main p")?.textContent ?? "");
    const words = next.getElementById("say-problem");
    const changed = freshen(next, { withSheet: kind === "form" || kind === "say" });
    problem(words && !words.hidden ? words.textContent : "");
    if (form.id === "composer" && response.ok) form.reset();
    if (kind === "say") showFromQuestion();
    if (form.dataset.live) say("The clock now says " + document.querySelector("#clock .long").textContent);
    refocus(kind, changed, before);
  } catch (error) {
    problem(error.message || "That did not get through. Please try again.");
  } finally {
    submitter?.removeAttribute("aria-disabled");
    busy = false;
  }
}

/** A long answer is read from its beginning: the question stays in sight above it. */
function showFromQuestion() {
  const scroller = document.querySelector(".scroller");
  if (scroller) scroller.scrollTop = 0; // its content is laid out from the end
  showFrom([...document.querySelectorAll(".message.mine")].at(-1));
}

function showFrom(message) {
  const scroller = document.querySelector(".scroller");
  if (message && message.getBoundingClientRect().top < scroller.getBoundingClientRect().top) {
    message.scrollIntoView({ block: "start" });
  }
}

async function lookAgain() {
  if (busy || document.hidden || !chat?.isConnected) return;
  try {
    const response = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-cache" });
    if (!response.ok || busy) return;
    freshen(new DOMParser().parseFromString(await response.text(), "text/html"), { withSheet: false });
  } catch {
    // The demonstration was stopped: nothing to show until it is started again.
  }
}

async function showElsewhere(details) {
  const place = details.querySelector(".fetching");
  if (!details.open || !place) return;
  place.textContent = "Rendering…";
  const response = await fetch(details.dataset.src);
  const next = new DOMParser().parseFromString(await response.text(), "text/html");
  const found = next.getElementById("elsewhere");
  if (!found) return (place.textContent = "That card is not here any more.");
  found.removeAttribute("id");
  place.replaceWith(found);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-live]") || !chat) return;
  event.preventDefault();
  send(form, event.submitter);
});

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-close]")) return;
  event.preventDefault();
  document.getElementById("sheet").replaceChildren();
  document.getElementById("text")?.focus();
});

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.(".elsewhere")) showElsewhere(event.target);
}, true);

document.getElementById("text")?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  if (event.target.value.trim()) event.target.form.requestSubmit();
});

document.querySelector("[data-filter]")?.addEventListener("input", (event) => {
  const wanted = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const group of document.querySelectorAll("[data-group]")) {
    let shown = 0;
    for (const item of group.querySelectorAll("li")) {
      item.hidden = !wanted.every((word) => item.dataset.words.includes(word));
      shown += !item.hidden;
    }
    group.hidden = !shown;
    count += shown;
  }
  document.getElementById("found").textContent = wanted.length ? `${count} found` : "";
});

if (chat) {
  setInterval(lookAgain, LOOK_AGAIN);
  showFrom(document.querySelector("#messages")?.lastElementChild);
}
