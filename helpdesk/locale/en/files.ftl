# Files that come with a message.
files-add = Add files
files-hint =
    { $n ->
        [one] One file: an image (JPEG, PNG, WebP, GIF), a PDF or plain text
       *[other] Up to { $n } files: images (JPEG, PNG, WebP, GIF), PDF or plain text
    }, each at most { $megabytes } MB. Their names are not kept, and location and camera details are removed. Choose them last: going back forgets them.
files-hint-staff =
    { $n ->
        [one] One image, PDF or text, at most { $megabytes } MB; its name is not kept. Not part of the draft.
       *[other] Up to { $n } images, PDF or texts of { $megabytes } MB; no name is kept. Not part of the draft.
    }
files-later = Files can be added there.
files-again = Please choose your files again; your text is kept.
files-of-message = Files of this message
file-label = File { $number } · { $kind } · { $size }
file-kind-jpeg = JPEG
file-kind-png = PNG
file-kind-webp = WebP
file-kind-gif = GIF
file-kind-pdf = PDF
file-kind-text = Text
file-kilobytes = { $size } KB
file-megabytes = { $size } MB
file-removed-location = Location and camera details were removed.
file-removed-details = Hidden details about the file were removed.
file-gone = Deleted: its time was over.
file-sign-in = Sign in to open it
file-hides = Sealed in it:
file-open-now = open
kind-file = File
kept-attachments = Files are erased
lawful-why-file = files are not handed over
error-file-kind = File { $file } was not accepted. We take images (JPEG, PNG, WebP, GIF), PDF and plain text, whatever the file is called. Web pages, archives and programs are not taken.
error-file-large = File { $file } is larger than { $megabytes } MB. Please make it smaller, or send only the part that matters.
error-file-many =
    { $file ->
        [0] No files are taken here.
        [one] Only one file goes with a message.
       *[other] At most { $file } files go with a message.
    }
error-file-pixels = File { $file } has more than { $megapixels } million pixels. Please make the image smaller.
error-file-encrypted = File { $file } is protected by a password, so that we cannot clean it. Please save it without one.
error-file-broken = File { $file } cannot be read: it is damaged or not what it seems to be. Please save it anew, or send a picture of it.
error-file-infected = File { $file } was refused by the check for harmful programs.
error-file-unchecked = File { $file } could not be checked for harmful programs, and is therefore not taken. Please try again later.
error-file-sealed = This file is sealed. Open it on its ticket for a purpose first; that is written down.
copy-attachments = files
copy-bytes = bytes
copy-file = where it lies here
copy-is-included = in this copy
copy-is-deleted = deleted: its time was over
copy-is-internal = left out: of an internal note, and nothing in it can be hidden that is somebody else's
copy-is-jpeg = JPEG
copy-is-png = PNG
copy-is-webp = WebP
copy-is-gif = GIF
copy-is-pdf = PDF
copy-format = format
copy-is-plain-text = plain text
