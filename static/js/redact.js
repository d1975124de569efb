// On the page that takes personal data out of a comment: what is selected in the text is entered
// as passages, a line each.

const text = document.querySelector("[data-redact]");
const row = document.querySelector("[data-redact-add]");
const field = text && document.getElementById(text.dataset.redact);

if (text && row && field) {
  row.hidden = false;
  row.querySelector("button").addEventListener("click", () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || !text.contains(selection.getRangeAt(0).commonAncestorContainer)) return;
    const lines = selection.toString().split("\n").map((line) => line.trim()).filter(Boolean);
    const entered = field.value ? field.value.replace(/\n*$/, "\n") : "";
    field.value = entered + lines.join("\n");
    selection.removeAllRanges();
  });
}
