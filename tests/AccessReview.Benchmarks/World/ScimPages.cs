using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;

namespace AccessReview.Benchmarks.World;

/// <summary>A SCIM server on loopback whose pages of 100 users were made beforehand and lie in a file, so that what is measured is the
/// reader: its time, and in one process with it also its memory.</summary>
internal sealed class ScimPages : FakeServer
{
    public const int PageSize = 100;
    private readonly List<(long At, int Length)> pages = [];
    private readonly FileStream file = new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
    private readonly string end;

    public ScimPages(int users)
    {
        for (var from = 0; from < users; from += PageSize)
        {
            var page = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{{\"totalResults\":{users},\"startIndex\":{from + 1},\"Resources\":["));
            for (var i = from; i < Math.Min(from + PageSize, users); i++)
            {
                page.Append(i == from ? "" : ",").Append(CultureInfo.InvariantCulture, $"{{\"id\":\"u{i}\",\"userName\":\"{MadeUpFiles.Email(i)}\",\"displayName\":\"Person {i}\",\"active\":true,")
                    .Append(CultureInfo.InvariantCulture, $"\"emails\":[{{\"value\":\"{MadeUpFiles.Email(i)}\",\"primary\":true}}],\"roles\":[{{\"value\":\"{(i % 40 == 0 ? "Admin" : "Analyst")}\"}}],\"meta\":{{\"created\":\"2024-01-10T08:00:00Z\"}}}}");
            }

            var bytes = Encoding.UTF8.GetBytes(page.Append("]}").ToString());
            pages.Add((file.Position, bytes.Length));
            file.Write(bytes);
        }

        file.Flush();

        end = string.Create(CultureInfo.InvariantCulture, $"{{\"totalResults\":{users}}}");
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

        var page = (int.Parse(request.Query["startIndex"]!, CultureInfo.InvariantCulture) - 1) / PageSize;
        return Task.FromResult(new Answer(200, page < pages.Count ? Read(pages[page]) : end));
    }

    private string Read((long At, int Length) page)
    {
        var bytes = new byte[page.Length];
        RandomAccess.Read(file.SafeFileHandle, bytes, page.At);
        return Encoding.UTF8.GetString(bytes);
    }
}
