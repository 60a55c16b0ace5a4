// The camera: a picture every now and then until one has a certificate's code.

const BETWEEN_LOOKS = 80;
const CAMERA_SIDE = 1280;

class Camera {
  constructor(video, { onCode, onStop }) {
    this.video = video;
    this.onCode = onCode;
    this.onStop = onStop;
    this.stream = null;
  }

  get isOn() {
    return this.stream !== null;
  }

  async start() {
    const video = { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } };
    this.stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
    this.video.srcObject = this.stream;
    await this.video.play();
    this.#look(this.stream);
  }

  stop() {
    if (this.stream === null) return;
    for (const track of this.stream.getTracks()) track.stop();
    this.stream = null;
    this.video.srcObject = null;
    this.onStop();
  }

  async #look(stream) {
    while (this.stream === stream) {
      const { videoWidth, videoHeight } = this.video;
      if (videoWidth > 0) {
        const codes = await codesIn(pixels(this.video, videoWidth, videoHeight, CAMERA_SIDE), GLANCE);
        const ours = codes.filter(looksLikeACode);
        // Two at once would leave open which was meant: look again.
        if (ours.length === 1 && this.stream === stream) {
          this.stop();
          this.onCode(ours[0]);
          return;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS));
    }
  }
}
