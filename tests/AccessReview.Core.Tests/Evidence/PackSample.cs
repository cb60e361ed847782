using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Audit;
using AccessReview.Core.Evidence.Pack;
using AccessReview.Core.Evidence.Workbook;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>
/// A pack of campaign 3: events 5 to 9 of the chain, of which 6 and 8 are others'. The hashes are made here by hand and not
/// by the product, so that a mistake shows.
/// </summary>
internal static class PackSample
{
    private static readonly byte[] Salt = Convert.FromHexString("000102030405060708090a0b0c0d0e0f");

    internal const string Reason = "Left in June; \"=HYPERLINK\" – café";

    /// <summary>A key of its own, in this folder.</summary>
    internal static AnchorKey NewKey(string folder) => new(new AnchorOptions(folder, Path.Combine(folder, $"{Guid.NewGuid():N}.pem")));

    internal static PackContents Contents(bool purged = false, AnchorKey? key = null, string words = Reason)
    {
        var reason = Hash(3, "accessreview-text-v1", Salt, Encoding.UTF8.GetBytes(words));
        PackRow[] launch = [.. Enumerable.Range(1, 4).Select(i => Row(5, "ReviewItem", $"number={i}\naccount={i + 100}\naccountRecord={i + 200}\ngroup=\n"))];
        PackRow[] decide = [Row(7, "Decision", $"id=1\nitem=2\ndecision=Revoke\nreason={Hex(reason)}\n")];
        var events = new List<PackEvent>();
        var previous = SHA256.HashData("event 4"u8);
        Add(5, "CampaignLaunched", launch);
        Add(6, null, []);
        Add(7, "ItemDecided", decide);
        Add(8, null, []);
        Add(9, "CampaignClosed", []);
        PackRecord[] records = [.. launch, .. decide, new PackText(7, purged ? null : Salt, purged ? null : words, reason)];
        return new PackContents(events.ToAsyncEnumerable(), records.ToAsyncEnumerable(), [Source("users.csv"), Source("../users.csv"), Source("café 1.csv")], Workbook)
        {
            Accounts = PackSampleSheets.Accounts.ToAsyncEnumerable(),
            Demo = true,
            AnchorKey = key,
        };

        void Add(long seq, string? type, PackRow[] rows)
        {
            var at = new DateTime(2026, 11, 23, 10, 42, 7, 123, DateTimeKind.Utc);
            var covers = rows.Length == 0 ? "" : $"\"rows\":{{\"count\":\"{rows.Length}\",\"sha256\":\"{Hex(SHA256.HashData([.. rows.SelectMany(r => r.Hash)]))}\"}},";
            var body = Encoding.UTF8.GetBytes(
                $"{{\"seq\":\"{seq}\",\"at\":\"2026-11-23T10:42:07.123Z\",\"type\":\"{type}\",\"version\":1,\"campaign\":\"3\",{covers}\"data\":{{}}}}");
            var sha = SHA256.HashData(body);
            var hash = Hash(1, "accessreview-event-v1", previous, sha);
            events.Add(new PackEvent(seq, previous, sha, hash, type is null ? null : new PackEventBody(3, type, 1, at, body)));
            previous = hash;
        }
    }

    /// <summary>Writes the pack and unpacks it into a new folder.</summary>
    internal static async Task<(string Folder, PackReceipt Receipt)> UnpackAsync(PackContents contents)
    {
        using var zip = new MemoryStream();
        var receipt = await EvidencePack.WriteAsync(contents, zip);
        zip.Position = 0;
        var folder = System.IO.Directory.CreateTempSubdirectory("accessreview-pack-").FullName;
        await ZipFile.ExtractToDirectoryAsync(zip, folder);
        return (folder, receipt);
    }

    /// <summary>Runs a program; null where this machine does not have it.</summary>
    internal static async Task<(int ExitCode, string Output)?> RunAsync(string folder, string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
                Environment = { ["POWERSHELL_TELEMETRY_OPTOUT"] = "1", ["POWERSHELL_UPDATECHECK"] = "Off" },
            })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync() + await errors;
            await process.WaitForExitAsync();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Windows' own script, run by the PowerShell that the repository's tool manifest names.</summary>
    internal static async Task<(int ExitCode, string Output)> PowerShellAsync(string script, params string[] arguments)
    {
        var ran = await RunAsync(Repository.Root, "dotnet", ["tool", "run", "pwsh", "--", "-NoProfile", "-File", script, .. arguments]);
        Assert.SkipWhen(ran!.Value.Output.Contains("dotnet tool restore", StringComparison.Ordinal), "PowerShell is not restored: dotnet tool restore.");
        return ran.Value;
    }

    private static PackRow Row(long seq, string table, string text) =>
        new(seq, table, text, Hash(2, "accessreview-row-v1", Encoding.UTF8.GetBytes(text), []));

    private static byte[] Hash(byte mark, string name, byte[] first, byte[] second) =>
        SHA256.HashData([mark, .. Encoding.ASCII.GetBytes(name), .. first, .. second]);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static PackSource Source(string name) =>
        new(name, (target, ct) => target.WriteAsync(Encoding.UTF8.GetBytes(PackSampleSheets.FileOf(name)), ct).AsTask());

    private static Task Workbook(IReadOnlyList<PackFile> files, Stream output, CancellationToken ct)
    {
        var columns = new SheetColumns<PackFile>()
            .Text("File", 40, f => f.Name, "The file.", "The pack.")
            .Text("SHA-256", 70, f => Hex(f.Sha256), "Its hash.", "The pack.");
        return EvidenceWorkbook.WriteAsync(WorkbookSample.Contents([Sheet.Of("Integrity", columns, files), .. PackSampleSheets.All]), output, ct: ct);
    }
}
