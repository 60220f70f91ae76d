// `shrink` is called for each item of the list at `/pictures`, at most two at once; the results keep the items' order.

export async function shrink(picture) {
  await new Promise((resolve) => setTimeout(resolve, picture.width / 10));
  return { name: picture.name, width: Math.round(picture.width / 8) };
}

export const count = (thumbnails) => `${thumbnails.length} thumbnails: ${thumbnails.map(({ name }) => name).join(", ")}`;
