namespace AccessReview.Web.Setup;

/// <summary>The product as a service: systemd and Windows are told when it is ready and tell it to stop. Started by hand, neither
/// changes anything.</summary>
internal static class ServiceSetup
{
    public static void AddService(this WebApplicationBuilder builder)
    {
        builder.Services.AddSystemd();
        builder.Services.AddWindowsService(service => service.ServiceName = "AccessReview");

        // A container's root cannot be written; TMPDIR then names a folder of its volume, which is not there yet.
        Directory.CreateDirectory(Path.GetTempPath());
    }
}
