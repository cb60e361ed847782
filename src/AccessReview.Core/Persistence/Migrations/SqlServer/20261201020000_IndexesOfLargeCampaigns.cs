using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessReview.Core.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class IndexesOfLargeCampaigns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_PersonRecords_PersonId",
                table: "PersonRecords");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewTurns_OwnAccess",
                table: "ReviewTurns",
                column: "CampaignId",
                filter: "\"Fallback\" = 'OwnAccess'");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewItems_Accounts",
                table: "ReviewItems",
                columns: new[] { "CampaignId", "ParentItemId" },
                filter: "\"ParentItemId\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_RemovalTasks_Open",
                table: "RemovalTasks",
                column: "DueDate",
                filter: "\"DoneById\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_PersonRecords_PersonId_ExtractId",
                table: "PersonRecords",
                columns: new[] { "PersonId", "ExtractId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ReviewTurns_OwnAccess",
                table: "ReviewTurns");

            migrationBuilder.DropIndex(
                name: "IX_ReviewItems_Accounts",
                table: "ReviewItems");

            migrationBuilder.DropIndex(
                name: "IX_RemovalTasks_Open",
                table: "RemovalTasks");

            migrationBuilder.DropIndex(
                name: "IX_PersonRecords_PersonId_ExtractId",
                table: "PersonRecords");

            migrationBuilder.CreateIndex(
                name: "IX_PersonRecords_PersonId",
                table: "PersonRecords",
                column: "PersonId");
        }
    }
}
