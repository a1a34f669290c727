// An open menu of the bar closes with Escape and by a click beside it, as menus elsewhere do.

function closeMenus(but) {
  for (const menu of document.querySelectorAll(".menu[open]")) if (menu !== but) menu.open = false;
}
addEventListener("click", (event) => closeMenus(event.target.closest(".menu")));
addEventListener("keydown", (event) => {
  const open = document.querySelector(".menu[open]");
  if (event.key !== "Escape" || !open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
