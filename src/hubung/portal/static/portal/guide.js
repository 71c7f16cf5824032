// The questions of a guide on a copy that the worker kept: the same addresses as with a line, worked
// out here. Each question and result lies in a template; an answer names the place of what follows.

const parts = document.querySelectorAll("template[data-part]");
const asked = new URLSearchParams(location.search);

/** The answers that lead somewhere, each with its question, and the place where the reader is. */
function stand() {
  const given = [];
  let at = 0;
  for (const answer of asked.getAll("jawab")) {
    const chosen = parts[at]?.content.querySelector(`input[value="${CSS.escape(answer)}"]`);
    if (!chosen) break;
    given.push({ part: parts[at].content, chosen, answer });
    at = Number(chosen.dataset.next);
  }
  return { given, part: parts[at]?.content };
}

function show(place, { given, part }) {
  const answers = given.map(({ answer }) => answer);
  const form = place.querySelector("form");
  if (given.length) form.before(facts(given, answers));
  form.querySelector("fieldset").remove();
  const body = part.cloneNode(true);
  if (!body.querySelector("fieldset")) {
    place.querySelector("h2").textContent = place.dataset.answered;
    form.replaceWith(body);
    place.querySelector("[data-again]").hidden = false;
    return;
  }
  const button = form.querySelector("button");
  button.value = String(answers.length);
  const missed = asked.get("sampai") === button.value;
  body.querySelector("[data-unanswered]").hidden = !missed;
  button.parentElement.before(body);
  form.prepend(
    ...answers.map((value) =>
      Object.assign(document.createElement("input"), { type: "hidden", name: "jawab", value }),
    ),
  );
}

/** What was answered so far, each with the way back to it. */
function facts(given, answers) {
  const list = document.createElement("dl");
  list.className = "facts";
  given.forEach(({ part, chosen }, index) => {
    const line = document.querySelector("template[data-given]").content.cloneNode(true);
    const words = part.querySelector("legend").textContent;
    line.querySelector("dt").textContent = words;
    line.querySelector("dd > span").textContent = chosen.parentElement.textContent.trim();
    line.querySelector(".sr").textContent += words;
    line.querySelector("a").href = to(answers.slice(0, index));
    list.append(line);
  });
  return list;
}

const to = (answers) =>
  `?${new URLSearchParams(answers.map((answer) => ["jawab", answer]))}#tanya`;

if ("kept" in document.documentElement.dataset && parts.length) {
  show(document.querySelector("#tanya"), stand());
}
