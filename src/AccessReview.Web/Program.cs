var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
app.MapGet("/health", () => "ok");
await app.RunAsync();

/// <summary>The entry point, visible to the tests' host.</summary>
public sealed partial class Program;
