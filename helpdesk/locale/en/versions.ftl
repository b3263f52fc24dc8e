### Versions of terms and privacy notice

versions-all = All versions
versions-heading-terms = Versions of the terms
versions-heading-notice = Versions of the privacy notice
versions-back-terms = Terms of use
versions-back-notice = Privacy notice
versions-other-terms = Versions of the privacy notice
versions-other-notice = Versions of the terms
versions-lede = Every version that was public, and what each one changed. None is ever changed or taken away.
versions-published = Published { $time }
versions-in-force = in force
versions-first = This was the first version.
versions-none = Nothing has been published yet.
versions-text = The whole text of this version
versions-hash = Fingerprint
versions-legend = Underlined words were added, crossed-out words were removed.
diff-new = added:
diff-gone = removed:
diff-end = end
diff-unchanged = { $n ->
        [one] 1 unchanged paragraph
       *[other] { $n } unchanged paragraphs
    }
terms-changed-on = The terms changed on { $day }.
terms-what-changed = What changed
accepted-heading = What this request was opened under
accepted-terms = Terms accepted: version { $number }
accepted-notice = Privacy notice shown: version { $number }
error-terms-number-taken = These terms differ from the published ones of the same number. Give them a number of their own in the policy.

## The officer's page
nav-versions = Versions
privacy-versions = Terms and notice
privacy-versions-what = What is public, what would change, and how far customers have been told.
versions-manage-lede = A version is published once and stays. Customers whose requests we still keep get a mail without content, and are asked once before their next request.
versions-nothing = What is public is what the rules say today. There is nothing to publish.
versions-differs-terms = Terms: version { $number } would be published
versions-differs-notice = Privacy notice: version { $number } would be published
versions-publish = Publish and tell customers
versions-confirm = I have read what changes, in both languages.
versions-told = Told by mail
versions-told-none = No change has been told yet.
versions-told-what-terms = Terms
versions-told-what-notice = Privacy notice
versions-told-what-both = Terms and privacy notice
versions-told-progress = { $sent } sent, { $waiting } waiting, { $promised } in all
versions-told-going = Being told
versions-told-done = Everybody has been told
versions-told-stopped = Stopped
versions-stop = Stop the mails
error-versions-confirm = Please say that you have read what changes.
