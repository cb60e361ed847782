using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Benchmarks.World;

/// <summary>A SCIM server on loopback whose users were made beforehand and lie in a file, each as long as every other, so that any 100 of them
/// are one slice of it and what is measured is the reader: its time, and in one process with it also its memory.</summary>
internal sealed class ScimPages : FakeServer
{
    public const int PageSize = 100;
    private const int UserLength = 256;
    private readonly int users;
    private readonly FileStream file = new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);

    public ScimPages(int users)
    {
        this.users = users;
        for (var i = 0; i < users; i++)
        {
            var user = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{{\"id\":\"u{i}\",\"userName\":\"{MadeUpFiles.Email(i)}\",\"displayName\":\"Person {i}\",\"active\":true,")
                .Append(CultureInfo.InvariantCulture, $"\"emails\":[{{\"value\":\"{MadeUpFiles.Email(i)}\",\"primary\":true}}],\"roles\":[{{\"value\":\"{(i % 40 == 0 ? "Admin" : "Analyst")}\"}}],\"meta\":{{\"created\":\"2024-01-10T08:00:00Z\"}}}}");
            file.Write(Encoding.UTF8.GetBytes(user.ToString().PadRight(UserLength - 1) + ","));
        }

        file.Flush();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await file.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override Task<Answer> AnswerAsync(HttpRequest request, JsonNode? body)
    {
        if (!request.Path.Value!.EndsWith("/Users", StringComparison.Ordinal))
        {
            return Task.FromResult(new Answer(200, "{\"totalResults\":0}"));
        }

        var from = int.Parse(request.Query["startIndex"]!, CultureInfo.InvariantCulture) - 1;
        return Task.FromResult(new Answer(200, string.Create(CultureInfo.InvariantCulture, $"{{\"totalResults\":{users},\"startIndex\":{from + 1}{Read(from, Math.Min(PageSize, users - from))}}}")));
    }

    private string Read(int from, int count)
    {
        if (count <= 0)
        {
            return "";
        }

        // Without the comma behind the last one.
        var bytes = new byte[(count * UserLength) - 1];
        RandomAccess.Read(file.SafeFileHandle, bytes, (long)from * UserLength);
        return $",\"Resources\":[{Encoding.UTF8.GetString(bytes)}]";
    }
}
