// To whom a call is handed, or who is asked: free colleagues, queues and telephones, as of now.
export async function chooseWhom(phone) {
  const dialog = phone.part("whom");
  const asked = fetch(phone.dataset.whom, { headers: { "HX-Request": "true" } });
  const answer = await asked.catch(() => null);
  if (!answer?.ok) return;
  dialog.querySelector("[data-list]").innerHTML = await answer.text();
  dialog.showModal();
}
