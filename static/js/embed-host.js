/* For the page that shows questions of Dossier in frames: makes each as tall as its question.
   Only a frame with data-dossier, and only the site that it was opened from, is listened to. */
(() => {
  const frames = () => [...document.querySelectorAll("iframe[data-dossier]")];
  addEventListener("message", ({ source, origin, data }) => {
    const height = Number(data?.dossierHeight);
    const frame = frames().find((one) => one.contentWindow === source);
    if (height > 0 && frame && new URL(frame.src).origin === origin) frame.style.height = `${height}px`;
  });
  // those that have told it before this script came
  frames().forEach((one) => one.contentWindow.postMessage("dossierHeight?", "*"));
})();
