-- The program's clock, as the transaction was told it when it began; see `#platform/database`. What holds only until a day or
-- an hour asks this and not the server's clock, so that a moved clock moves it too, and a server whose clock is wrong
-- does not keep somebody in. Without a program, as in a console, it is the server's own.
create function clock_now() returns timestamptz language sql stable as $$
  select coalesce(nullif(current_setting('trellis.now', true), '')::timestamptz, now())
$$;
