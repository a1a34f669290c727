// A family has its number: the machine is the next one's in a quarter of a minute, later where
// somebody still touches it.

const back = document.querySelector(".taken-back");
let waiting;
function wait() {
  clearTimeout(waiting);
  waiting = setTimeout(() => back.click(), 15_000);
}
addEventListener("pointerdown", wait);
addEventListener("keydown", wait);
wait();
