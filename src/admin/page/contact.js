// What the page says about itself: whether it has contact, and what has just changed.
/** @import { View } from './view.js' */
import { byId, setHidden, setText } from './dom.js';

export class Contact {
  #isLost = false;
  /** When there was contact last, by this browser's clock. */
  #last = new Date();

  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.banner = byId('lost');
    this.title = byId('lost-title');
    this.slowedNote = byId('slowed');
    this.spoken = byId('spoken');
    setText(byId('lost-more'), view.texts.lostMore);
    setText(this.slowedNote, view.texts.slowed);
  }

  get isLost() {
    return this.#isLost;
  }

  /** For those who do not see it: said once, and only when it is something new. @param {string} text */
  say(text) {
    setText(this.spoken, text);
  }

  answered() {
    this.#last = new Date();
    setHidden(this.slowedNote, true);
    this.#setLost(false);
  }

  slowed() {
    setHidden(this.slowedNote, false);
    this.#setLost(false);
  }

  lost() {
    const { texts, format } = this.view;
    const text = texts.lost(format.exactTime.format(this.#last));
    setText(this.title, text);
    if (!this.#isLost) this.say(text);
    this.#setLost(true);
  }

  /** @param {boolean} isLost */
  #setLost(isLost) {
    if (this.#isLost && !isLost) this.say(this.view.texts.back);
    this.#isLost = isLost;
    setHidden(this.banner, !isLost);
    document.documentElement.classList.toggle('is-old', isLost);
  }
}
