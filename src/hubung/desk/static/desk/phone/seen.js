// How long it has lasted, and how the sound travels.
const SECOND = 1000;
const MINUTE = 60;

// `skew`: milliseconds by which the server's clock is ahead.
export function paintClocks(phone, skew) {
  const now = (Date.now() + skew) / SECOND;
  for (const clock of phone.querySelectorAll("time[data-since], time[data-until]")) {
    const { since, until } = clock.dataset;
    const seconds = Math.max(Math.floor(since ? now - since : until - now), 0);
    const text = `${Math.floor(seconds / MINUTE)}.${String(seconds % MINUTE).padStart(2, "0")}`;
    if (clock.textContent !== text) clock.textContent = text;
  }
}

function gradeOf({ received, lost, jitter, way }) {
  if (received === 0 || lost > 0.08 || way > 0.6) return "bad";
  return lost > 0.02 || jitter > 0.05 || way > 0.3 ? "fair" : "good";
}

export async function showQuality(phone) {
  const { line } = phone.holding;
  if (!phone.part("quality") || !line?.talking) return;
  const found = await line.quality();
  // The bar may have been drawn anew meanwhile.
  const place = phone.part("quality");
  if (!found || !place) return;
  const grade = gradeOf(found);
  place.dataset.grade = grade;
  if (place.textContent !== phone.words[grade]) place.textContent = phone.words[grade];
}
