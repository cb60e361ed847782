# Computes again what a pack prints of completeness; verify.ps1 runs it. It makes what recompute.py does, with the same words, out of
# what readpack.ps1 reads: what was left out and why, and each check of the sheet Completeness. What no pack can tell is named.
if (-not (@('accounts.jsonl', 'recompute.py') | Where-Object { Test-Path -LiteralPath (Join-Path $folderPath $_) })) {
    'NOTE    completeness not computed again: the pack is older than accounts.jsonl, or it was taken away'; return
}
. (Join-Path $PSScriptRoot 'readpack.ps1')
$whole = 'the whole campaign'; $now = 'this edition'; $both = 'launch', $now
$all = 'Certified + revoked + changed + not reviewed'; $put = "Of those with a removal, their own or their account's"
$later = 'it needs the readings that came after the one under review'
$why = @{  # What no pack can tell, and why. The line itself must be there.
    "C5`t$now`t" = 'it counts every application that is registered, in this campaign or not'
    "C9`tlaunch`t" = "it needs the reading under the campaign before, which is in that campaign's pack"
    "C10`tlaunch`t" = $later; "C10`tclose`t" = $later; "C10`t$now`t" = $later
    "C12`tclose`t$put" = "which removals stood then only the installation's record says"
    "C12`t$now`tItems whose state the progress counts alike" = "only the installation's database keeps that progress" }
$never = 'C1: that the source showed this number, which its importer states', 'C4: that the source had no further page',
    'C6 and the reasons: that accounts.jsonl says of each account what its source says', 'why lines were set aside: the importer says it',
    'filters, who exported a file and when: the importer says it'
if ($part -ceq 'addendum') { $never += 'which accounts the main campaign held: its own pack says it' }
$wrong = New-Object Collections.ArrayList; $found = New-Map; $uncounted = New-Object Collections.ArrayList

function Put($map, [string]$key, [string]$line) {
    if (-not $map.ContainsKey($key)) { $map[$key] = New-Object Collections.ArrayList }
    [void]$map[$key].Add($line)
}
function Find([string]$code, [string]$of, [string]$line, [string[]]$runs = $both, [string]$which = '') {
    foreach ($run in $runs) { Put $found "$code`t$run`t$of`t$which" $line }
}
function Tell([string]$line) { [void]$wrong.Add($line) }
function Finish([string]$check, [string]$good) {
    if ($wrong.Count) { Say $false $check (@($wrong | Select-Object -First 20) -join '; ') } else { Say $true $check $good }
    $wrong.Clear()
}

. (Join-Path $PSScriptRoot 'leftout.ps1')

# C1, C2, C4, and C5 of the launch.
$lines = New-Map; $noRows = New-Map; $files = New-Map; $same = New-Map; $old = New-Map
foreach ($row in $aside) { Add-One $lines $row['File in the pack']; if ($row['A row of the source'] -ceq 'no') { Add-One $noRows $row['File in the pack'] } }
foreach ($source in $sources) {
    $name = $source['File in the pack']; $extract = $source['Extract id']; $claimed = $source['Claimed by the source']; $file = Join-Path $folderPath $name
    $of = $whole; if ($place.ContainsKey($extract)) { $of = $place[$extract] }
    $stream = [IO.File]::OpenRead($file); try { $hash = Hex ($sha.ComputeHash($stream)) } finally { $stream.Dispose() }
    Add-One $files "$extract`t$of"; if ($hash -ceq $source['SHA-256 as kept']) { Add-One $same "$extract`t$of" }
    if ($source['Age at launch in days'] -and [double]$source['Age at launch in days'] -gt [double]$source['Age limit in days']) { $old[$extract] = 1 }
    # Of a staff list the columns used are kept, as CSV, whatever it came as.
    $count = Count-Lines $file $(if ($source['Holds'] -ceq 'People' -and $source['Way'] -ceq 'File') { 'CSV' } else { $source['Format'] })
    if ($null -eq $count) { [void]$uncounted.Add("C1, C2: the lines of ${name}: no CSV file, or its quotes leave them open"); $count = [long]$source['Lines'] }
    $received = $count - (Count-Of $noRows $name)
    if ($claimed -ceq 'not seen') { Find 'C1' $of (Said '' $received 'Not tested') }
    else { Find 'C1' $of (Said $claimed $received $(if ($source['Way'] -ceq 'Connection' -and $received -gt [long]$claimed) { 'Pass' })) }
    Find 'C2' $of (Said $count ([long]$source['Stored'] + (Count-Of $lines $name)) '' "$($source['Stored']) $(Count-Of $lines $name)")
}
foreach ($key in $files.Keys) { Find 'C4' $key.Split("`t")[1] (Said $files[$key] (Count-Of $same $key)) }
Find 'C5' $whole (Said $place.Count @($place.Keys | Where-Object { -not $old.ContainsKey($_) }).Count) 'launch'

# C3, C6, C8 and C9.
foreach ($extract in $place.Keys) {
    $of = $place[$extract]; $how = New-Map; $holds = New-Map; $review = New-Map; $tested = Reviews $extract 'Assignments'; $inside = 0
    $population = @(); if ($accounts.ContainsKey($extract)) { $population = @($accounts[$extract].Values) }
    foreach ($account in $population) {
        Add-One $how $account.match
        if ($null -eq $account.groups) { $tested = $false }
        if (-not $under.ContainsKey($account.record)) { continue }
        $inside++
        foreach ($group in @($account.groups | Where-Object { $_ })) { $holds[$group] = 1 }
        foreach ($group in $held[$account.record]) { $review[$group] = 1 }
    }
    $outside = @($leftOut | Where-Object { $_['Extract id'] -ceq $extract }).Count
    Find 'C3' $of (Said $population.Count ($inside + $outside) '' "$inside $outside")
    $matched = Sum @('Id', 'Email', 'OtherAddress', 'ByHand' | ForEach-Object { Count-Of $how $_ })
    $kinds = $matched, (Count-Of $how 'Declared'), (Sum @('Nobody', 'Several' | ForEach-Object { Count-Of $how $_ }))
    Find 'C6' $of (Said $population.Count (Sum $kinds) '' ($kinds -join ' '))
    if ($tested) { Find 'C8' $of (Said $holds.Count $review.Count) } else { Find 'C8' $of (Said $holds.Count 0 'Not tested') }
    $span = New-Map; $named = 0
    foreach ($row in $bridge) {
        if ($row['Application'] -cne $of) { continue }
        $span[$row['What']] = $row['Accounts']; if ($row['What'] -ceq 'Gone, unexplained: account') { $named++ }
    }
    if ($span.ContainsKey('less gone, unexplained')) {
        $went = Sum @('revoked', 'left', 'set aside', 'unexplained' | ForEach-Object { $span["less gone, $_"] })
        Find 'C9' $of (Said $went ($went - $named) $(if ($named -eq 0 -and $span['less not shown'] -cne '0') { 'Not tested' })) $now
    }
    else { Find 'C9' $of $(if ($span.ContainsKey('First review')) { Said '' '' 'Not tested' } else { 'no bridge on the sheet Bridge' }) $now }
}

# C11 and C12.
$closed = $facts['State'] -ceq 'Closed'; $ended = New-Map; $parent = New-Map
Find 'C11' $whole (Said $items.Count @($reviewed.Keys | Where-Object { $reviewed[$_] -and $items.ContainsKey($numbers[$_]) }).Count)
if (-not $closed) { Find 'C12' $whole (Said $items.Count $numbers.Count) $now $all }
else {
    Find 'C12' $whole (Said $items.Count $outcomes.Count) @('close', $now) $all
    foreach ($item in $outcomes.Keys) { $ended[$numbers[$item]] = $outcomes[$item] }
    foreach ($number in $items.Keys) { if ($items[$number]['group']) { $parent[$number] = $under[$items[$number]['accountRecord']] } }
    $going = @($ended.Keys | Where-Object { $ended[$_] -cin 'Revoked', 'Changed' })
    $done = @($going | Where-Object { $standing.ContainsKey($_) -or ($parent.ContainsKey($_) -and $standing.ContainsKey($parent[$_])) }).Count
    Find 'C12' $whole (Said $going.Count $done) $now $put
    $along = @($going | Where-Object { -not $standing.ContainsKey($_) -and $parent.ContainsKey($_) -and $ended[$parent[$_]] -ceq 'Revoked' }).Count
    Find 'C12' $whole (Said ($going.Count - $along) (Sum $standing.Values)) $now 'Removals'
}

# The lines that no pack can tell and that must be there. C10 at the close is there only where a later reading was.
$untold = @(foreach ($key in $why.Keys) {
    $code, $run, $which = $key.Split("`t")
    if ($run -ceq 'close' -and ($code -cne 'C12' -or -not $closed)) { continue }
    foreach ($of in @(if ($code -cin 'C9', 'C10') { $place.Values } else { $whole })) { "$code`t$run`t$of`t$which" }
})

# What the sheet Completeness prints otherwise than it was found, and what of it was not computed again and why.
$lines = New-Map; $notes = New-Object Collections.ArrayList
foreach ($row in $printed) {
    $parts = ''
    if ($row['Check'] -cin 'C2', 'C3', 'C6') { $parts = @([regex]::Matches($row['Explained by'], '[0-9]+') | ForEach-Object { $_.Value }) -join ' ' }
    $which = ''; if ($row['Check'] -ceq 'C12') { $which = $row['What is B'] }
    $key = "$($row['Check'])`t$($row['Run at'])`t$($row['Application'])`t$which"
    $line = Said $row['A'] $row['B'] $row['Result'] $parts
    # Releases before let nothing against nothing pass, where nothing is tested.
    $untested = 'A 0, B 0, Not tested'
    if ($row['Check'] -ceq 'C8' -and $line -ceq 'A 0, B 0, Pass' -and $found.ContainsKey($key) -and $found[$key].Contains($untested)) { $line = $untested }
    Put $lines $key $line
}
foreach ($key in @($lines.Keys) + @($found.Keys) + $untold | Sort-Object -Unique -CaseSensitive) {
    $code, $run, $of, $which = $key.Split("`t"); $first = @(); $second = @()
    if ($lines.ContainsKey($key)) { $first = $lines[$key] }
    if ($found.ContainsKey($key)) { $second = $found[$key] }
    $some = ''; if ($which) { $some = " ($which)" }
    if (-not @($second).Count -and $why.ContainsKey("$code`t$run`t$which")) {
        if (@($first).Count) { [void]$notes.Add("$code$some at ${run}: $($why["$code`t$run`t$which"])") }
        else { Tell "$code of $of at $run${some}: the sheet Completeness has no such line" }
        continue
    }
    $one = Rest $first $second; $other = Rest $second $first
    for ($i = 0; $i -lt [Math]::Max($one.Count, $other.Count); $i++) {
        $told = 'no such line'; $holds = 'no such line'
        if ($i -lt $one.Count) { $told = $one[$i] }
        if ($i -lt $other.Count) { $holds = $other[$i] }
        Tell "$code of $of at $run${some}: the sheet Completeness prints $told; what the pack holds gives $holds"
    }
}
Finish 'checks' "$(Sum @($found.Values | ForEach-Object { $_.Count })) lines of the sheet Completeness come out as printed"
foreach ($note in @($notes | Select-Object -Unique) + $never + @($uncounted)) { "NOTE    not computed again: $note" }
