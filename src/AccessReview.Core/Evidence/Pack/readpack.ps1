# Reads what recompute.ps1 needs of a pack, as readpack.py does: accounts.jsonl (each account as read), the items and outcomes in
# records.jsonl, the launch in events.jsonl, and the sheets of evidence.xlsx. Windows PowerShell 5.1, or PowerShell 7.
Add-Type -AssemblyName System.IO.Compression
Add-Type -AssemblyName System.IO.Compression.FileSystem
$parts = @{ 'people who have left and could still get in' = 'leavers'; 'accounts that nobody uses' = 'seats' }

function New-Map { New-Object 'Collections.Generic.Dictionary[string,object]' }
function Count-Of($map, [string]$key) { if ($map.ContainsKey($key)) { $map[$key] } else { 0 } }
function Add-One($map, [string]$key) { $map[$key] = 1 + (Count-Of $map $key) }
function Said($a, $b, [string]$result, [string]$parts) {
    $a, $b = foreach ($count in "$a", "$b") { if ($count) { $count } else { 'none' } }
    if (-not $result) { if ($a -ceq $b) { $result = 'Pass' } else { $result = 'Fail' } }
    "A $a, B $b, $result$(if ($parts) { " ($parts)" })"
}
# What of a list the other has not as often.
function Rest($first, $second) {
    $rest = New-Object Collections.ArrayList
    foreach ($one in $first) { [void]$rest.Add($one) }
    foreach ($one in $second) { $rest.Remove($one) }
    , $rest
}
function Sum($counts) { $sum = 0; foreach ($count in $counts) { $sum += [long]$count }; $sum }
function Number([string]$item) { "$([long][regex]::Match($item, '[0-9]+\z').Value)" }
function Get-Xml([string]$name) {
    $document = New-Object Xml.XmlDocument
    $stream = $zip.GetEntry($name).Open()
    try { $document.Load($stream) } finally { $stream.Dispose() }
    , $document
}

# The rows of a sheet, each as a map of heading and text, with the headings that are asked for.
function Rows([string]$name, [string[]]$wanted) {
    if (-not $tabs.ContainsKey($name)) { throw "evidence.xlsx has no sheet $name" }
    foreach ($tab in $tabs[$name]) {
        $heads = New-Map
        $reader = [Xml.XmlReader]::Create($zip.GetEntry($tab).Open())
        while ($reader.ReadToFollowing('row')) {
            $number = $reader.GetAttribute('r')
            if ($number -ceq '1') { continue }
            $document = New-Object Xml.XmlDocument
            $inner = $reader.ReadSubtree(); $document.Load($inner); $inner.Close()
            $row = New-Map
            foreach ($head in $heads.Values) { $row[$head] = '' }
            foreach ($cell in $document.DocumentElement.ChildNodes) {
                $place = $cell.GetAttribute('r').TrimEnd('0123456789'.ToCharArray())
                if ($number -cne '2' -and -not $heads.ContainsKey($place)) { continue }
                $text = ''
                foreach ($part in $cell.SelectNodes('.//*[local-name()="v" or local-name()="t"]')) { $text += $part.InnerText }
                $text = $text.Replace('_x005F_x', '_x')
                if ($number -cne '2') { $row[$heads[$place]] = $text } elseif ($text -cin $wanted) { $heads[$place] = $text }
            }
            if ($number -cne '2') { $row }
        }
        $reader.Close()
    }
}

# The lines of a CSV file below its heading; nothing where it is no CSV file, or its quotes leave that open.
function Count-Lines([string]$file, [string]$form) {
    if (-not $form.StartsWith('CSV')) { return $null }
    $stream = New-Object IO.StreamReader($file, [Text.Encoding]::GetEncoding(28591), $true)
    try { $text = $stream.ReadToEnd() } finally { $stream.Dispose() }
    $edge = if ($form.EndsWith('semicolon')) { ';' } elseif ($form.EndsWith('tab')) { '\t' } else { ',' }
    $text = [regex]::Replace($text, ('(?<![^{0}\r\n])"[^"]*(?:""[^"]*)*"(?![^{0}\r\n])' -f $edge), 'quoted')
    if ($text.Contains('"')) { return $null }
    $count = [regex]::Matches($text, "\r\n|\r|\n").Count - 1
    if (-not $text.EndsWith("`r") -and -not $text.EndsWith("`n")) { $count++ }
    if ($text.StartsWith('sep=')) { $count-- }
    $count
}

$accounts = New-Map; $items = New-Map; $outcomes = New-Map; $launch = $null; $tabs = New-Map
foreach ($line in [IO.File]::ReadLines((Join-Path $folderPath 'accounts.jsonl'), $utf8)) {
    $account = Read-Line $line
    if (-not $accounts.ContainsKey($account.extract)) { $accounts[$account.extract] = New-Map }
    $accounts[$account.extract][$account.record] = $account
}
foreach ($line in [IO.File]::ReadLines((Join-Path $folderPath 'records.jsonl'), $utf8)) {
    if ($line -cnotmatch '"table":"(ReviewItem|ItemOutcome)"') { continue }
    $record = Read-Line $line
    $row = New-Map
    foreach ($field in $record.row.Split("`n")) { $name, $value = $field.Split('=', 2); $row[$name] = $value }
    if ($record.table -ceq 'ReviewItem') { $items[$row['number']] = $row } else { $outcomes[$row['item']] = $row['kind'] }
}
foreach ($line in [IO.File]::ReadLines((Join-Path $folderPath 'events.jsonl'), $utf8)) {
    if ($line -cmatch '"type":"CampaignLaunched"') { $launch = ((Read-Line $line).body | ConvertFrom-Json).data }
}

$zip = [IO.Compression.ZipFile]::OpenRead((Join-Path $folderPath 'evidence.xlsx'))
try {
    $targets = @{}
    foreach ($relation in (Get-Xml 'xl/_rels/workbook.xml.rels').DocumentElement.ChildNodes) {
        $targets[$relation.GetAttribute('Id')] = $relation.GetAttribute('Target').TrimStart('/')
    }
    foreach ($tab in (Get-Xml 'xl/workbook.xml').GetElementsByTagName('sheet', 'http://schemas.openxmlformats.org/spreadsheetml/2006/main')) {
        $target = $targets[$tab.GetAttribute('id', 'http://schemas.openxmlformats.org/officeDocument/2006/relationships')]
        if (-not $target.StartsWith('xl/')) { $target = "xl/$target" }
        $name = $tab.GetAttribute('name') -creplace ' \(\d+\)$', ''
        $tabs[$name] = @(if ($tabs.ContainsKey($name)) { $tabs[$name] }) + $target
    }
    $sources = @(Rows 'Sources' @('Extract id', 'Application or directory', 'Holds', 'Way', 'Format', 'Claimed by the source', 'Lines', 'Stored',
        'File in the pack', 'SHA-256 as kept', 'Age at launch in days', 'Age limit in days'))
    $excluded = @(Rows 'Exclusions' 'What', 'Extract id', 'Reason', 'Account record', 'File in the pack', 'A row of the source')
    $printed = @(Rows 'Completeness' 'Check', 'Application', 'A', 'What is B', 'B', 'Explained by', 'Result', 'Run at')
    $bridge = @(Rows 'Bridge' 'Application', 'What', 'Accounts')
    $facts = New-Map; foreach ($row in (Rows 'Summary' 'What', 'Value')) { $facts[$row['What']] = $row['Value'] }
    $plan = New-Map; foreach ($row in (Rows 'Configuration' 'Of', 'Setting', 'At launch')) { $plan["$($row['Of'])`t$($row['Setting'])"] = $row['At launch'] }
    $numbers = New-Map; $reviewed = New-Map
    foreach ($row in (Rows 'Decisions' 'Item key', 'Item id', 'Reviewer basis')) {
        $numbers[$row['Item key']] = Number $row['Item id']; $reviewed[$row['Item key']] = $row['Reviewer basis']
    }
    $standing = New-Map
    foreach ($row in (Rows 'Removals' 'Item id', 'State')) { if ($row['State'] -cne 'Cancelled') { Add-One $standing (Number $row['Item id']) } }
} finally { $zip.Dispose() }

$place = New-Map
foreach ($source in $sources) { if ($source['Holds'] -cnotin 'People', 'Grants') { $place[$source['Extract id']] = $source['Application or directory'] } }
$under = New-Map; $held = New-Map
foreach ($number in $items.Keys) {
    $record, $group = $items[$number]['accountRecord'], $items[$number]['group']
    if (-not $held.ContainsKey($record)) { $held[$record] = New-Object 'Collections.Generic.HashSet[string]' }
    if ($group) { [void]$held[$record].Add($group) } else { $under[$record] = $number }
}
$leftOut = @($excluded | Where-Object { $_['What'] -ceq 'account left out' })
$left = New-Map; foreach ($row in $leftOut) { $left[$row['Account record']] = $row }
$aside = @($excluded | Where-Object { $_['What'] -ceq 'line set aside' })
$part = $parts[$facts['Part reviewed']]
if ($facts['Addendum to'] -cne 'none: it stands by itself') { $part = 'addendum' }

function Reviews([string]$extract, [string]$what) { $plan["$($place[$extract])`t$what are reviewed"] -ceq 'yes' }

# Why the plan may leave the account out, by what was read of it.
function Reasons([string]$extract, $account) {
    if ($part -ceq 'addendum') { 'In main campaign' }
    elseif ($part -ceq 'leavers') { if ($account.left) { 'Leaver not asked' } else { 'Not a leaver' } }
    elseif ($part -ceq 'seats') { if ($account.unused) { 'Seat not asked' } else { 'Seat in use' } }
    if ($account.declared -ceq 'Test') { 'Test account' }
    elseif ($account.status -ceq 'Disabled' -and -not (Reviews $extract 'Disabled accounts')) { 'Disabled' }
}
