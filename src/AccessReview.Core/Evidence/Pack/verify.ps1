# Checks an AccessReview evidence pack without the product:
#   powershell -ExecutionPolicy Bypass -File verify.ps1 [folder] [SHA-256 you kept]...
# A SHA-256 that you kept is the manifest's or anchor-key.pem's. Windows PowerShell 5.1, or PowerShell 7 (pwsh), which checks
# the signature, too; nothing else. One line per check. Exit code 0: all is as it was written; 1: something was changed;
# 3: the check could not run. It makes the same checks as verify.py.
param([string]$Folder = $PSScriptRoot, [Parameter(ValueFromRemainingArguments = $true)][string[]]$Kept = @())
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$script:broken = 0
$sha = [Security.Cryptography.SHA256]::Create()
$utf8 = New-Object Text.UTF8Encoding($false, $true)
$folderPath = (Resolve-Path -LiteralPath $Folder).ProviderPath

function Hex([byte[]]$bytes) { [BitConverter]::ToString($bytes).Replace('-', '').ToLowerInvariant() }
function Bytes([string]$hex) {
    $bytes = New-Object byte[] ($hex.Length / 2)
    for ($i = 0; $i -lt $bytes.Length; $i++) { $bytes[$i] = [Convert]::ToByte($hex.Substring(2 * $i, 2), 16) }
    , $bytes
}
function HashOf([int]$mark, [string]$name, [byte[]]$a, [byte[]]$b) {
    $data = New-Object IO.MemoryStream
    $data.WriteByte($mark)
    foreach ($part in @([Text.Encoding]::ASCII.GetBytes($name), $a, $b)) { $data.Write($part, 0, $part.Length) }
    Hex ($sha.ComputeHash($data.ToArray()))
}
function Say([bool]$ok, [string]$check, [string]$text) {
    if ($ok) { "ok      ${check}: $text" } else { $script:broken++; "BROKEN  ${check}: $text" }
}
# One line: a name that stands twice is refused. ConvertFrom-Json makes a date of what reads as one, and every text has to stay
# the text it is: At takes the time from the line itself, and the words of a text come with a mark before them.
function Read-Line([string]$line) {
    $names = New-Object 'Collections.Generic.HashSet[string]'
    foreach ($token in [regex]::Matches($line, '"((?:[^"\\]|\\.)*)"(:?)')) {
        if ($token.Groups[2].Length -and -not $names.Add($token.Groups[1].Value)) { throw 'a name stands twice in one object' }
    }
    $line -creplace '("text"\s*:\s*")', '$1=' | ConvertFrom-Json
}
function At([string]$json) { [regex]::Match($json, '"at":"([^"]*)"').Groups[1].Value }
function Has($object, [string]$name) { $object.PSObject.Properties.Name -ccontains $name }

function Check-Files {
    $path = Join-Path $folderPath 'manifest.sha256'
    $data = [IO.File]::ReadAllBytes($path)
    $own = Hex ($sha.ComputeHash($data))
    $wrong = New-Object Collections.ArrayList
    $listed = New-Object 'Collections.Generic.HashSet[string]'
    $key = 'none'
    $text = $utf8.GetString($data)
    if (-not $text.EndsWith("`n")) { [void]$wrong.Add('the last line has no end') }
    foreach ($line in $text.TrimEnd("`n").Split("`n")) {
        if ($line -cnotmatch '\A([0-9a-f]{64})  ([A-Za-z0-9_./-]+)\z' -or $Matches[2].Contains('..')) { [void]$wrong.Add("unreadable line $line"); continue }
        $want = $Matches[1]; $name = $Matches[2]
        [void]$listed.Add($name)
        if ($name -ceq 'anchor-key.pem') { $key = $want }
        $file = Join-Path $folderPath $name
        if (-not (Test-Path -LiteralPath $file)) { [void]$wrong.Add("missing $name"); continue }
        $stream = [IO.File]::OpenRead($file)
        try { if ((Hex ($sha.ComputeHash($stream))) -cne $want) { [void]$wrong.Add("changed $name") } } finally { $stream.Dispose() }
    }
    foreach ($file in [IO.Directory]::GetFiles($folderPath, '*', 'AllDirectories')) {
        $name = $file.Substring($folderPath.TrimEnd('\', '/').Length + 1).Replace('\', '/')
        if (-not $listed.Contains($name) -and $name -cnotin 'manifest.sha256', 'manifest.sha256.sig') { [void]$wrong.Add("not listed $name") }
    }
    if ($wrong.Count) { Say $false 'files' ($wrong -join '; ') } else { Say $true 'files' "$($listed.Count) files as listed, manifest $own" }
    Check-Signature $data $own $key
}

# The key in the pack signed the manifest. Whose key that is, the pack cannot say: only what you kept can.
function Check-Signature([byte[]]$data, [string]$own, [string]$key) {
    foreach ($given in $Kept | Where-Object { $_ }) { Say ($given -in $own, $key) 'kept' "$given; manifest.sha256 is $own, anchor-key.pem $key" }
    $path = Join-Path $folderPath 'manifest.sha256.sig'
    if (-not (Test-Path -LiteralPath $path)) {
        $text = 'there is none: the pack is older than signatures, or it was taken away'
        if ($key -in $Kept) { Say $false 'signature' $text } else { "NOTE    signature: $text" }
        return
    }
    if ($PSVersionTable.PSVersion.Major -lt 7) {
        if ($key -in $Kept) { 'could not run: whether the key that you kept signed this, PowerShell 7 or OpenSSL says (VERIFY.txt)'; exit 3 }
        'NOTE    signature not checked: PowerShell 7 or OpenSSL does (VERIFY.txt)'; return
    }
    $public = [Security.Cryptography.ECDsa]::Create()
    $good = $false
    try {
        $public.ImportFromPem([IO.File]::ReadAllText((Join-Path $folderPath 'anchor-key.pem')))
        $good = $public.VerifyData($data, [IO.File]::ReadAllBytes($path), [Security.Cryptography.HashAlgorithmName]::SHA256, [Security.Cryptography.DSASignatureFormat]::Rfc3279DerSequence)
    } catch { $good = $false }
    Say $good 'signature' "of manifest.sha256, by anchor-key.pem, whose SHA-256 is $key"
}

function Check-Chain {
    $last = $null; $head = $null; $own = 0; $count = 0
    foreach ($line in [IO.File]::ReadLines((Join-Path $folderPath 'events.jsonl'), $utf8)) {
        $e = Read-Line $line
        $seq = [long]$e.seq; $count++
        if ($null -ne $last -and ($seq -ne $last + 1 -or $e.prev -cne $head)) { Say $false 'chain' "event $seq does not follow event $last"; return }
        if ($seq -eq 1 -and $e.prev -cne ('0' * 64)) { Say $false 'chain' "event $seq is not a beginning"; return }
        if (Has $e 'body') {
            $own++
            if ((Hex ($sha.ComputeHash($utf8.GetBytes($e.body)))) -cne $e.bodySha256) { Say $false 'chain' "event ${seq}: its body was changed"; return }
            $body = $e.body | ConvertFrom-Json
            $differs = 'seq', 'campaign', 'type', 'version' | Where-Object { "$($e.$_)" -cne "$($body.$_)" }
            if ($differs -or (At $line) -cne (At $e.body)) { Say $false 'chain' "event ${seq}: its line says otherwise than its body"; return }
            if (Has $body 'rows') { $script:covered[$seq] = "$($body.rows.count) $($body.rows.sha256)" }
            foreach ($match in [regex]::Matches($e.body, '[0-9a-f]{64}')) { [void]$script:cited.Add($match.Value) }
        }
        if ((HashOf 1 'accessreview-event-v1' (Bytes $e.prev) (Bytes $e.bodySha256)) -cne $e.hash) { Say $false 'chain' "event ${seq}: its hash is wrong"; return }
        $last = $seq; $head = $e.hash
    }
    Say ($count -gt 0) 'chain' "$count events without a gap to event $last, head $head ($own of this campaign)"
}

function Check-Records {
    $wrong = New-Object Collections.ArrayList
    $rows = @{}; $texts = New-Object Collections.ArrayList; $good = 0; $purged = 0; $total = 0
    $none = New-Object byte[] 0
    foreach ($line in [IO.File]::ReadLines((Join-Path $folderPath 'records.jsonl'), $utf8)) {
        $r = Read-Line $line
        $seq = [long]$r.event
        if ($r.table -ceq 'PrivateText') {
            [void]$texts.Add($r.hash)
            if (-not (Has $r 'text')) { $purged++; continue }
            $good++
            if ((HashOf 3 'accessreview-text-v1' (Bytes $r.salt) ($utf8.GetBytes($r.text.Substring(1)))) -cne $r.hash) { [void]$wrong.Add("a text of event $seq was changed") }
            continue
        }
        if ((HashOf 2 'accessreview-row-v1' ($utf8.GetBytes($r.row)) $none) -cne $r.hash) { [void]$wrong.Add("a row of event $seq was changed") }
        if (-not $rows.ContainsKey($seq)) { $rows[$seq] = New-Object IO.MemoryStream }
        $hash = Bytes $r.hash; $rows[$seq].Write($hash, 0, $hash.Length); $total++
        foreach ($match in [regex]::Matches($r.row, '[0-9a-f]{64}')) { [void]$script:cited.Add($match.Value) }
    }
    foreach ($seq in @($script:covered.Keys) + @($rows.Keys) | Sort-Object -Unique) {
        $data = $none
        if ($rows.ContainsKey($seq)) { $data = $rows[$seq].ToArray() }
        $found = "$($data.Length / 32) $(Hex ($sha.ComputeHash($data)))"
        if ($script:covered[$seq] -cne $found) { [void]$wrong.Add("event $seq covers other rows than these $($data.Length / 32)") }
    }
    if ($wrong.Count) { Say $false 'rows' ($wrong -join '; ') } else { Say $true 'rows' "$total rows under $($script:covered.Count) events" }
    $strange = @($texts | Where-Object { -not $script:cited.Contains($_) }).Count
    if ($strange) { Say $false 'texts' "$strange that nothing cites" } else { Say $true 'texts' "$good checked, $purged purged" }
}

$script:covered = @{}; $script:cited = New-Object 'Collections.Generic.HashSet[string]'
if (-not (Test-Path -LiteralPath (Join-Path $folderPath 'manifest.sha256'))) { 'could not run: there is no manifest.sha256'; exit 3 }
foreach ($check in 'Check-Files', 'Check-Chain', 'Check-Records', (Join-Path $PSScriptRoot 'recompute.ps1')) {
    try { . $check } catch { Say $false 'reading' $_.Exception.Message }
}
if ($script:broken) { "$($script:broken) checks failed."; exit 1 }
'Nothing was changed since this pack was written.'
exit 0
