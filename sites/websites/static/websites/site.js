/* Enhancement only: the language sheet closes when the reader is done with it. */
for (const sheet of document.querySelectorAll("details.lang")) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && sheet.open) {
      sheet.open = false;
      sheet.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (sheet.open && !sheet.contains(event.target)) sheet.open = false;
  });
}
