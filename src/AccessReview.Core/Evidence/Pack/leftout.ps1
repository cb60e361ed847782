# What of the accounts left out, and of their assignments, does not come out as the sheet Exclusions has it; recompute.ps1 runs it,
# and leftout.py does the same.
$gone = New-Map; $read = New-Object 'Collections.Generic.HashSet[string]'
foreach ($row in $excluded) {
    if ($row['What'] -ceq 'assignment left out') { Add-One $gone "$($row['Account record'])`t$($row['Extract id'])`t$($row['Reason'])" }
}
foreach ($extract in $accounts.Keys) {
    $reason = if (Reviews $extract 'Assignments') { 'its account is left out' } else { 'the plan reviews no assignments' }
    foreach ($record in $accounts[$extract].Keys) {
        $account = $accounts[$extract][$record]; $name = "account $record of $($place[$extract])"; [void]$read.Add($record)
        $row = if ($left.ContainsKey($record)) { $left[$record] }
        if ($under.ContainsKey($record) -eq ($null -ne $row)) {
            Tell "$name $(if ($row) { 'is both under review and' } else { 'was read, is not under review and not' }) on the sheet Exclusions"
        } elseif ($row -and ($row['Extract id'] -cne $extract -or $row['Reason'] -cnotin @(Reasons $extract $account))) {
            $so = @(Reasons $extract $account) -join ' or '; if (-not $so) { $so = 'not left out' }
            Tell "${name}: the sheet Exclusions says `"$($row['Reason'])`" ($($row['Extract id'])), what was read and the plan `"$so`" ($extract)"
        }
        $groups = @($account.groups | Where-Object { $_ }); $has = @()
        if ($held.ContainsKey($record)) { $has = @($held[$record]) }
        $known = @($has | Where-Object { $groups -ccontains $_ }).Count
        $key = "$record`t$extract`t$reason"; $listed = Count-Of $gone $key; [void]$gone.Remove($key)
        if ($known -ne $has.Count -or $known + $listed -ne $groups.Count -or ($listed -and $known)) {
            Tell "${name}: of $($groups.Count) groups $($has.Count) are under review, and the sheet Exclusions has $listed because `"$reason`""
        }
    }
}
foreach ($record in @($left.Keys) + @($under.Keys) + @($gone.Keys | ForEach-Object { $_.Split("`t")[0] }) | Sort-Object -Unique -CaseSensitive) {
    if (-not $read.Contains($record)) { Tell "account $record is under review or on the sheet Exclusions and not in accounts.jsonl" }
}
foreach ($key in $gone.Keys) {
    $record, $extract, $reason = $key.Split("`t")
    if ($read.Contains($record)) { Tell "account ${record}: the sheet Exclusions has $($gone[$key]) assignments because `"$reason`" ($extract), which is not so" }
}
$assignments = $items.Count - $under.Count
foreach ($one in @(@('accounts under review', $under.Count, 'accounts'), @('assignments under review', $assignments, 'assignments'),
        @('accounts left out', $leftOut.Count, 'leftOut'))) {
    $name, $count, $field = $one
    $says = if ($launch) { $launch.PSObject.Properties[$field] }
    if ($says -and $says.Value -cne "$count") { Tell "${name}: the launch says $($says.Value), the pack has $count" }
}
$total = Sum @($accounts.Values | ForEach-Object { $_.Count })
foreach ($source in $sources) {
    $extract = $source['Extract id']; $count = 0
    if ($accounts.ContainsKey($extract)) { $count = $accounts[$extract].Count }
    if ($source['Holds'] -ceq 'Users' -and $source['Way'] -ceq 'File' -and "$count" -cne $source['Stored']) {
        Tell "accounts of ${extract}: the sheet Sources has $($source['Stored']), accounts.jsonl $count"
    }
}
foreach ($one in @('Accounts left out', $leftOut.Count), @('Lines set aside', $aside.Count)) {
    $name, $count = $one
    if ($facts[$name] -cne "$count") { Tell "${name}: the sheet Summary says $($facts[$name]), the sheet Exclusions has $count" }
}
Finish 'left out' "$total accounts read, $($under.Count) under review, $($left.Count) left out, each for its reason"
