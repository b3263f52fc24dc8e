-- reach --
-- How many a notice would reach; the function decides who may ask and which number would tell too much.
SELECT notice_reach({}) AS n

-- to_send --
-- Take the oldest notice that is being sent and that no other worker has in hand.
SELECT notice FROM notice_dispatch WHERE began_at IS NOT NULL AND finished_at IS NULL
ORDER BY began_at, notice LIMIT 1 FOR UPDATE SKIP LOCKED

-- next_recipients --
-- Whom a notice is to reach and has not been promised to yet.
SELECT requester, locale FROM notice_people_left({}, {})

-- forget_recipients --
-- Who was told is no longer needed.
DELETE FROM notice_recipient r USING notice_dispatch d WHERE d.notice = r.notice AND d.finished_at < {}

-- wording --
-- What the mails to some requesters say, each in their language.
SELECT r.notice, r.requester, r.locale, n.kind, n.begins_at, n.ends_at,
       CASE r.locale WHEN 'ar' THEN n.title_ar ELSE n.title_en END AS title,
       CASE r.locale WHEN 'ar' THEN n.text_ar ELSE n.text_en END AS text
FROM notice_recipient r
JOIN service_notice n ON n.id = r.notice
JOIN notice_dispatch d ON d.notice = n.id AND d.stopped_at IS NULL
JOIN unnest({}::uuid[], {}::uuid[]) AS wanted(notice, requester)
  ON wanted.notice = r.notice AND wanted.requester = r.requester

-- change_to_tell --
-- Take the oldest change that is being told and that no other worker has in hand.
SELECT id, since, told_up_to FROM policy_change WHERE finished_at IS NULL
ORDER BY since, id LIMIT 1 FOR UPDATE SKIP LOCKED

-- next_concerned --
-- The next requesters whom a change concerns, in the order of their ids.
SELECT requester FROM policy_concerned({}, {}, {}, {}, {}, {})

-- change_words --
-- What the mails to some requesters tell, each in the language of their last request.
SELECT * FROM policy_change_words({}, {})
