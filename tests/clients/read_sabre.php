<?php
// Reads a calendar with sabre/vobject, runs its validator, and prints its events as events.py
// describes: php read_sabre.php FILE. A message of the validator of level 2 or 3 ends in status 1.

error_reporting(E_ALL & ~E_DEPRECATED); // Debian's sabre/vobject is older than its PHP
require_once 'Sabre/VObject/autoload.php';

use Sabre\VObject;

function first($component, $name)
{
    return array_values($component->select($name))[0] ?? null;
}

function word($component, $name)
{
    return first($component, $name)->value ?? null;
}

/** The library leaves \, and \; of a text to its caller; the rest it has taken off. */
function text($component, $name)
{
    $value = word($component, $name);
    return $value === null ? null : strtr($value, ['\,' => ',', '\;' => ';']);
}

function when($component, $name)
{
    $property = first($component, $name);
    if ($property === null) {
        return null;
    }
    $time = $property->getDateTime();
    switch ($property->getDateType()) {
        case VObject\Property\DateTime::DATE:
            return $time->format('Y-m-d');
        case VObject\Property\DateTime::UTC:
            return $time->format('Y-m-d\TH:i:s\Z');
        default:
            return $time->format('Y-m-d\TH:i:s e');
    }
}

function seconds(DateInterval $duration)
{
    $total = (($duration->d * 24 + $duration->h) * 60 + $duration->i) * 60 + $duration->s;
    return $duration->invert ? -$total : $total;
}

function event($component)
{
    $categories = [];
    foreach ($component->select('CATEGORIES') as $property) {
        $categories = array_merge($categories, $property->getParts());
    }
    sort($categories, SORT_STRING);
    $alarms = [];
    foreach ($component->select('VALARM') as $alarm) {
        $alarms[] = seconds(VObject\DateTimeParser::parseDuration(word($alarm, 'TRIGGER')));
    }
    sort($alarms);
    $sequence = word($component, 'SEQUENCE');
    return [
        'uid' => text($component, 'UID'),
        'summary' => text($component, 'SUMMARY'),
        'description' => text($component, 'DESCRIPTION'),
        'start' => when($component, 'DTSTART'),
        'end' => when($component, 'DTEND'),
        'all_day' => first($component, 'DTSTART')->getDateType()
            === VObject\Property\DateTime::DATE,
        'status' => word($component, 'STATUS'),
        'sequence' => $sequence === null ? null : (int) $sequence,
        'categories' => $categories,
        'url' => word($component, 'URL'),
        'stamp' => when($component, 'DTSTAMP'),
        'modified' => when($component, 'LAST-MODIFIED'),
        'transparency' => word($component, 'TRANSP'),
        'class' => word($component, 'CLASS'),
        'color' => word($component, 'COLOR'),
        'alarms' => $alarms,
    ];
}

$calendar = VObject\Reader::read(file_get_contents($argv[1]));
$status = 0;
foreach ($calendar->validate() as $message) {
    fwrite(STDERR, "sabre/vobject, level {$message['level']}: {$message['message']}\n");
    if ($message['level'] >= 2) {
        $status = 1;
    }
}
foreach ($calendar->select('VEVENT') as $component) {
    echo json_encode(event($component), JSON_THROW_ON_ERROR), "\n";
}
exit($status);
