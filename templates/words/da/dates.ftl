# Dates and times as they are written.
date = { $day }. { $month } { $year }
day-month = { $day }. { $month }
weekday-date = { $weekday } den { $day }. { $month } { $year }
weekday-day = { $weekday } { $day }. { $month } { $year }
time = { $hour }.{ $minute }
datetime = { $date } kl. { $time }

month-1 = januar
month-2 = februar
month-3 = marts
month-4 = april
month-5 = maj
month-6 = juni
month-7 = juli
month-8 = august
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december

weekday-1 = mandag
weekday-2 = tirsdag
weekday-3 = onsdag
weekday-4 = torsdag
weekday-5 = fredag
weekday-6 = lørdag
weekday-7 = søndag
