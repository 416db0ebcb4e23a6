/** A short tone for new work; off until somebody turns it on. */

import { $, press } from "./dom.js";

const KEPT = "desk-sound";

export class Sound {
  constructor() {
    this.on = localStorage.getItem(KEPT) === "on";
    press($("sound"), this.on);
    $("sound").addEventListener("click", () => {
      this.on = !this.on;
      localStorage.setItem(KEPT, this.on ? "on" : "off");
      press($("sound"), this.on);
      this.ring();
    });
  }

  ring() {
    if (!this.on) return;
    this.context ||= new AudioContext();
    const tone = this.context.createOscillator();
    const volume = this.context.createGain();
    const at = this.context.currentTime;
    tone.frequency.value = 660;
    volume.gain.setValueAtTime(0.12, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.35);
    tone.connect(volume).connect(this.context.destination);
    tone.start(at);
    tone.stop(at + 0.4);
  }
}
