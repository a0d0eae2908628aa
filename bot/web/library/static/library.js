// Search as you type, and filters without a new page. Everything works without this file too.
"use strict";

(() => {
  const form = document.getElementById("search");
  const results = document.getElementById("results");
  if (!form || !results) return;
  const box = document.getElementById("q");
  const announcer = document.getElementById("announcer");
  const PAUSE_MS = 150; // between two letters of somebody who types
  const isWide = matchMedia("(min-width: 52rem)").matches; // there is room for the filters beside the list
  let timer = 0, asking = null;

  const addressed = () => {
    const given = [...new FormData(form)].filter(([, value]) => value.trim());
    const query = new URLSearchParams(given).toString();
    return form.getAttribute("action") + (query ? `?${query}` : "");
  };

  const unfold = (open) => {
    const filters = results.querySelector("details");
    if (filters) filters.open = open;
  };
  if (isWide) unfold(true);

  // The part of the page that changes, from where the page itself would come.
  const show = async (address, remember) => {
    clearTimeout(timer);
    asking?.abort();
    asking = new AbortController();
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { headers: { "X-Part": "results" }, signal: asking.signal });
      if (!answer.ok) return location.assign(address);
      const text = await answer.text();
      const focused = results.contains(document.activeElement) ? document.activeElement.id : "";
      const wasOpen = results.querySelector("details")?.open ?? isWide;
      results.innerHTML = text;
      unfold(wasOpen);
      if (focused) (document.getElementById(focused) ?? document.getElementById("narrow") ?? box).focus();
      announcer.textContent = results.querySelector("[data-said]")?.dataset.said ?? "";
      if (remember) history[remember](null, "", address);
      results.removeAttribute("aria-busy");
    } catch (problem) {
      if (problem.name !== "AbortError") location.assign(address);
    }
  };

  // What is chosen below stands in the form as well, so that typing on keeps it.
  const choose = (address) => {
    const query = new URL(address, location.href).searchParams;
    form.querySelectorAll("input[type=hidden]").forEach((each) => each.remove());
    for (const [name, value] of query) {
      if (name === "q" || name === "page") continue;
      const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      form.append(input);
    }
    if (document.activeElement !== box) box.value = query.get("q") ?? "";
  };

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => show(addressed(), "replaceState"), PAUSE_MS);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(addressed(), "pushState");
  });
  results.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-live]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(link.href);
    show(link.getAttribute("href"), "pushState");
  });
  addEventListener("popstate", () => {
    choose(location.href);
    show(location.pathname + location.search, "");
  });
})();
